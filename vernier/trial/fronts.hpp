#pragma once
// What a study with several objectives has found, as losses.
#include <optional>
#include <vector>

#include "vernier/trial/history.hpp"

namespace vernier {

/// The losses of a trial's values, one for each objective.
[[nodiscard]] std::vector<double> losses_of(const History& history, const TrialRecord& trial);

/// The trial of the Pareto front at its knee (math/pareto.hpp), if it has one.
[[nodiscard]] const TrialRecord* knee_trial(const History& history);

/// Up to where the hypervolume of a study is counted unless the user says otherwise: for each loss the worst of the
/// Pareto front and a tenth of its absolute value more. Where the worst is 0, a tenth of the front's range more, and
/// where that is 0 as well, 1. Empty where no trial is complete.
[[nodiscard]] std::vector<double> reference_losses(const History& history);

struct HypervolumePoint {
  TrialNumber trial = 0;
  double hypervolume = 0;  ///< of all trials up to this one
};
/// One point for each complete trial that violates no told constraint, by number. `reference` in losses. Exact, so
/// meant for up to about four objectives. Throws InvalidArgument unless `reference` has one number for each objective.
[[nodiscard]] std::vector<HypervolumePoint> hypervolume_curve(const History& history,
                                                              const std::vector<double>& reference);

}  // namespace vernier
