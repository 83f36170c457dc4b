#include "vernier/math/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "vernier/math/normal.hpp"

namespace vernier {
namespace {

constexpr std::size_t most_exact = 50;

/// P(W >= sum) where every rank 1 ... count is positive with probability 1/2.
double exact_tail(std::size_t count, double sum) {
  const std::size_t most = count * (count + 1) / 2;
  std::vector<double> chance(most + 1, 0.0);
  chance[0] = 1;
  for (std::size_t rank = 1; rank <= count; ++rank) {
    for (std::size_t total = most; total + 1 > 0; --total) {
      chance[total] = 0.5 * (chance[total] + (total >= rank ? chance[total - rank] : 0));
    }
  }
  return std::accumulate(chance.begin() + static_cast<std::ptrdiff_t>(sum), chance.end(), 0.0);
}

}  // namespace

double signed_rank_upper_tail(std::span<const double> differences) {
  const std::size_t count = differences.size();
  if (count == 0) return 1;
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto size = [&](std::size_t i) { return std::abs(differences[i]); };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
  double positive = 0, ties = 0;
  bool plain = size(order[0]) > 0;
  for (std::size_t first = 0, end = 0; first < count; first = end) {
    while (end < count && size(order[end]) == size(order[first])) ++end;
    const auto equals = static_cast<double>(end - first);
    ties += equals * equals * equals - equals;
    plain = plain && end == first + 1;
    const double rank = 0.5 * static_cast<double>(first + end + 1);
    for (std::size_t k = first; k < end; ++k) {
      const double difference = differences[order[k]];
      positive += difference > 0 ? rank : difference == 0 ? rank / 2 : 0;
    }
  }
  if (plain && count <= most_exact) return exact_tail(count, positive);
  const auto n = static_cast<double>(count);
  const double variance = (n * (n + 1) * (2 * n + 1) - ties / 2) / 24;
  if (!(variance > 0)) return 1;
  return std::exp(log_normal_cdf((n * (n + 1) / 4 - positive) / std::sqrt(variance)));
}

}  // namespace vernier
