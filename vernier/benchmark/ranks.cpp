#include "vernier/benchmark/ranks.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "vernier/math/distributions.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr int resamples = 2000;

BootstrapMean interval_of(double value, const std::vector<double>& means) {
  return {value, quantile(means, 0.025), quantile(means, 0.975)};
}

}  // namespace

BootstrapMean bootstrap_mean(std::span<const double> values, Rng rng) {
  std::vector<double> means(resamples);
  for (double& one : means) {
    for (std::size_t k = 0; k < values.size(); ++k) one += values[rng.below(values.size())];
    one /= static_cast<double>(values.size());
  }
  return interval_of(mean(values), means);
}

std::vector<BootstrapMean> mean_ranks(std::span<const ScoreBlock> blocks, const Rng& rng) {
  std::map<std::size_t, std::vector<std::vector<double>>> problems;
  for (const ScoreBlock& block : blocks) problems[block.problem].push_back(ranks_of(block.scores));
  const std::size_t methods = blocks.front().scores.size();
  // each problem counts alike, whatever its number of seeds
  const auto mean_of = [&](std::size_t method, const std::function<std::size_t(std::size_t)>& pick) {
    double sum = 0;
    for (const auto& [problem, ranks] : problems) {
      double of_problem = 0;
      for (std::size_t k = 0; k < ranks.size(); ++k) of_problem += ranks[pick(k) % ranks.size()][method];
      sum += of_problem / static_cast<double>(ranks.size());
    }
    return sum / static_cast<double>(problems.size());
  };
  std::vector<BootstrapMean> result;
  for (std::size_t method = 0; method < methods; ++method) {
    Rng draws = rng.split(method);
    std::vector<double> means(resamples);
    for (double& one : means) one = mean_of(method, [&](std::size_t) { return draws.next32(); });
    result.push_back(interval_of(mean_of(method, [](std::size_t k) { return k; }), means));
  }
  return result;
}

double friedman_p(std::span<const ScoreBlock> blocks) {
  const auto b = static_cast<double>(blocks.size());
  const auto k = static_cast<double>(blocks.empty() ? 0 : blocks.front().scores.size());
  if (b < 2 || k < 2) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sums(static_cast<std::size_t>(k));
  double squares = 0;
  for (const ScoreBlock& block : blocks) {
    const std::vector<double> ranks = ranks_of(block.scores);
    for (std::size_t j = 0; j < ranks.size(); ++j) {
      sums[j] += ranks[j];
      squares += ranks[j] * ranks[j];
    }
  }
  const double expected = b * k * (k + 1) * (k + 1) / 4;
  if (!(squares > expected)) return 1;
  double between = -expected;
  for (const double sum : sums) between += sum * sum / b;
  const double within = squares - expected - between;
  if (!(within > 1e-12 * squares)) return 0;  // the same order in every block
  return f_upper_tail((b - 1) * between / within, k - 1, (b - 1) * (k - 1));
}

}  // namespace vernier
