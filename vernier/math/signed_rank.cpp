#include "vernier/math/signed_rank.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "vernier/math/normal.hpp"
#include "vernier/math/statistics.hpp"

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
  std::vector<double> sizes;
  for (const double difference : differences) sizes.push_back(std::abs(difference));
  const std::vector<double> ranks = ranks_of(sizes);
  double positive = 0, squares = 0;
  for (std::size_t i = 0; i < count; ++i) {
    positive += differences[i] > 0 ? ranks[i] : differences[i] == 0 ? ranks[i] / 2 : 0;
    squares += ranks[i] * ranks[i];
  }
  const auto n = static_cast<double>(count);
  const bool untied = squares == n * (n + 1) * (2 * n + 1) / 6;  // exact in these numbers; ties make it less
  const bool plain = untied && *std::min_element(sizes.begin(), sizes.end()) > 0;
  if (plain && count <= most_exact) return exact_tail(count, positive);
  const double variance = squares / 4;
  if (!(variance > 0)) return 1;
  return std::exp(log_normal_cdf((n * (n + 1) / 4 - positive) / std::sqrt(variance)));
}

}  // namespace vernier
