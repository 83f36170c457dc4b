#pragma once
// How much better one way of training is than another, from trainings with the same seeds.
#include <span>
#include <vector>

#include "vernier/evaluation/assessment.hpp"

namespace vernier::evaluation {

/// What the errors of one training on the test rows say of its score: one number a row, whose mean is the score and
/// whose spread over rows is the spread of the score (the delta method).
///
/// Classes: the error itself; the score is the error rate. Numbers, by squared errors: the score is the root of their
/// mean.
[[nodiscard]] std::vector<double> row_scores(std::span<const double> errors, bool squared);

/// `ours[r]` and `theirs[r]` are row_scores of trainings with the same seed, less is better. The interval is that of a
/// mean over two crossed samples, seeds and rows (math/mean_interval.hpp): it holds for other seeds and other test rows
/// of the same kind. `blocks`: rows are moments that depend on their neighbours, and count as about sqrt(n) blocks.
[[nodiscard]] Gain gain_on_rows(std::span<const std::vector<double>> ours, std::span<const std::vector<double>> theirs,
                                bool blocks = false);

/// The same from one loss for each seed: the rows are taken as they are.
[[nodiscard]] Gain gain_of_losses(std::span<const double> ours, std::span<const double> theirs);

}  // namespace vernier::evaluation
