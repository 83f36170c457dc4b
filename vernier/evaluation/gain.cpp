#include "vernier/evaluation/gain.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/math/mean_interval.hpp"
#include "vernier/math/signed_rank.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::evaluation {
namespace {

/// Sums of neighbours, scaled so that their mean is that of the values.
std::vector<double> in_blocks(const std::vector<double>& values) {
  const auto count = static_cast<std::size_t>(std::sqrt(static_cast<double>(values.size())));
  std::vector<double> sums(count);
  for (std::size_t i = 0; i < values.size(); ++i) sums[i * count / values.size()] += values[i];
  for (double& sum : sums) sum *= static_cast<double>(count) / static_cast<double>(values.size());
  return sums;
}

/// Everything but the interval, from the differences of the pairs.
Gain gain_of_pairs(std::span<const double> differences) {
  Gain gain{.pairs = differences.size()};
  double better = 0;
  std::vector<double> turned;
  for (const double difference : differences) {
    better += difference > 0 ? 1.0 : difference == 0 ? 0.5 : 0.0;
    turned.push_back(-difference);
  }
  const auto count = static_cast<double>(differences.size());
  const ShareInterval share = share_interval(better, count);
  gain.probability = count > 0 ? better / count : 0.5;
  gain.probability_low = share.low;
  gain.probability_high = share.high;
  gain.signed_rank_p_value =
      std::min(1.0, 2 * std::min(signed_rank_upper_tail(differences), signed_rank_upper_tail(turned)));
  if (count > 1) {
    const double variance = sample_variance(differences);
    if (variance > 0) gain.effect = mean(differences) / std::sqrt(variance);
  }
  return gain;
}

void set_interval(Gain& gain, const MeanEstimate& estimate) {
  gain.mean = estimate.mean;
  gain.error = estimate.error;
  gain.low = estimate.low;
  gain.high = estimate.high;
  gain.p_value = gain.adjusted_p_value = estimate.p_value;
}

}  // namespace

std::vector<double> row_scores(std::span<const double> errors, bool squared) {
  std::vector<double> scores(errors.begin(), errors.end());
  if (!squared || errors.empty()) return scores;
  const double mean_square = mean(errors);
  const double root = std::sqrt(mean_square);
  for (double& score : scores) score = root > 0 ? root + (score - mean_square) / (2 * root) : 0;
  return scores;
}

Gain gain_on_rows(std::span<const std::vector<double>> ours, std::span<const std::vector<double>> theirs, bool blocks) {
  std::vector<std::vector<double>> table;
  std::vector<double> differences;
  for (std::size_t seed = 0; seed < ours.size(); ++seed) {
    std::vector<double> line(ours[seed].size());
    for (std::size_t row = 0; row < line.size(); ++row) line[row] = theirs[seed][row] - ours[seed][row];
    differences.push_back(mean(line));
    table.push_back(blocks ? in_blocks(line) : std::move(line));
  }
  Gain gain = gain_of_pairs(differences);
  const CrossedMean crossed = crossed_mean(table);
  set_interval(gain, crossed.estimate);
  gain.seed_error = crossed.first_error;
  gain.row_error = crossed.second_error;
  return gain;
}

Gain gain_of_losses(std::span<const double> ours, std::span<const double> theirs) {
  std::vector<double> differences;
  for (std::size_t seed = 0; seed < ours.size(); ++seed) differences.push_back(theirs[seed] - ours[seed]);
  Gain gain = gain_of_pairs(differences);
  set_interval(gain, mean_estimate(differences));
  gain.seed_error = gain.error;
  return gain;
}

}  // namespace vernier::evaluation
