#pragma once
// How a trial came by its weights: through the trials whose checkpoints it and its parents began with.
#include <span>
#include <vector>

#include "vernier/trial/record.hpp"

namespace vernier {

/// The steps after `from` up to `to` were trained with the params of `trial`.
struct LineageStage {
  TrialNumber trial = 0;
  double from = 0;
  double to = 0;
  friend bool operator==(const LineageStage&, const LineageStage&) = default;
};

/// The first stage first; the last one is the trial's own, up to its last step. One stage for a trial that is no clone.
/// `trials` are all of a study, by number (Study::trials). Thread-safe. Throws NotFound where there is no such trial.
[[nodiscard]] std::vector<LineageStage> lineage(std::span<const TrialRecord> trials, TrialNumber trial);

}  // namespace vernier
