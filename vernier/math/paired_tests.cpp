#include "vernier/math/paired_tests.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

/// P(X <= k) for X binomial with n tries and even odds.
double even_binomial_cdf(std::int64_t k, std::int64_t n) {
  double sum = 0;
  for (std::int64_t i = 0; i <= k; ++i) {
    const auto x = static_cast<double>(i);
    const auto m = static_cast<double>(n);
    sum += std::exp(std::lgamma(m + 1) - std::lgamma(x + 1) - std::lgamma(m - x + 1) - m * std::log(2.0));
  }
  return std::min(sum, 1.0);
}

}  // namespace

double mcnemar_p_value(std::int64_t only_a, std::int64_t only_b) {
  const std::int64_t unequal = only_a + only_b;
  return unequal == 0 ? 1.0 : std::min(1.0, 2 * even_binomial_cdf(std::min(only_a, only_b), unequal));
}

double sign_flip_p_value(std::span<const double> differences) {
  constexpr int flips = 10'000;
  const double observed = std::accumulate(differences.begin(), differences.end(), 0.0);
  Rng rng = Rng(0).split("sign flip test");
  int as_extreme = 0;
  for (int flip = 0; flip < flips; ++flip) {
    double sum = 0;
    std::uint32_t bits = 0;
    for (std::size_t row = 0; row < differences.size(); ++row) {
      if (row % 32 == 0) bits = rng.next32();
      sum += (bits & 1U) != 0 ? differences[row] : -differences[row];
      bits >>= 1;
    }
    if (std::abs(sum) >= std::abs(observed)) ++as_extreme;
  }
  return (as_extreme + 1.0) / (flips + 1.0);
}

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<double> adjusted(p_values.size());
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    least = std::max(least, std::min(1.0, p_values[order[rank]] * static_cast<double>(order.size() - rank)));
    adjusted[order[rank]] = least;
  }
  return adjusted;
}

}  // namespace vernier
