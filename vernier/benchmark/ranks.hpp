#pragma once
// Which of several methods is better, from their scores in the same blocks (a problem and a seed).
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {

/// Scores of one block: one for each method, less is better.
struct ScoreBlock {
  std::size_t problem = 0;
  std::vector<double> scores;
};

/// A mean with the interval of its bootstrap (percentiles 2.5 and 97.5 of 2,000 resamples).
struct BootstrapMean {
  double mean = 0;
  double low = 0;
  double high = 0;
};
/// One value and more.
[[nodiscard]] BootstrapMean bootstrap_mean(std::span<const double> values, Rng rng);

/// The mean rank of each method; blocks are drawn anew within each problem.
[[nodiscard]] std::vector<BootstrapMean> mean_ranks(std::span<const ScoreBlock> blocks, const Rng& rng);
/// The probability of ranks that differ so much if all methods were alike: Friedman's test in the form of Iman and
/// Davenport 1980, with ties. NaN for fewer than two methods or blocks; 1 where all scores are equal.
[[nodiscard]] double friedman_p(std::span<const ScoreBlock> blocks);

}  // namespace vernier
