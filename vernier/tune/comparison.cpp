#include "vernier/tune/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::tune {
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

double sign_flip_p_value(std::span<const double> a, std::span<const double> b) {
  std::vector<double> differences(a.size());
  double observed = 0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    differences[row] = b[row] - a[row];
    observed += differences[row];
  }
  constexpr int flips = 10'000;
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

}  // namespace

Comparison compare(TaskKind kind, std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.empty()) {
    throw InvalidArgument("errors of two models on different rows", "one number for each test row from both");
  }
  Comparison result;
  for (std::size_t row = 0; row < a.size(); ++row)
    result.difference += (b[row] - a[row]) / static_cast<double>(a.size());
  if (kind == TaskKind::regression) {
    result.test = "paired sign-flip test";
    result.p_value = sign_flip_p_value(a, b);
    return result;
  }
  std::int64_t only_a = 0;
  std::int64_t only_b = 0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    if (a[row] > b[row]) ++only_a;
    if (a[row] < b[row]) ++only_b;
  }
  result.test = "McNemar's exact test";
  result.p_value =
      only_a + only_b == 0 ? 1.0 : std::min(1.0, 2 * even_binomial_cdf(std::min(only_a, only_b), only_a + only_b));
  return result;
}

}  // namespace vernier::tune
