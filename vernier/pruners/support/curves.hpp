#pragma once
// Learning curves of trials, as pruners compare them.
#include <limits>
#include <vector>

#include "vernier/trial/history.hpp"

namespace vernier {

/// The least loss of the first objective that the trial reported up to and including `step`; infinite where none was a
/// number.
[[nodiscard]] double best_by(const TrialRecord& trial, double step, const History& history);

/// The last loss of each objective that was reported up to and including `step`; infinite where none was a number.
[[nodiscard]] std::vector<double> last_losses_by(const TrialRecord& trial, double step, const History& history);

/// Whether the trial's loss at `step` is known: it came that far, or was complete before.
[[nodiscard]] bool reaches(const TrialRecord& trial, double step);

/// Whether the newest report is not a number: the trial diverged.
[[nodiscard]] bool diverged(const TrialRecord& trial);

}  // namespace vernier
