#pragma once
// Successive halving without waiting: the rule of asha and hyperband.
#include <cstdint>
#include <optional>

#include "vernier/pruners/pruner.hpp"

namespace vernier {

/// Rungs are steps at which trials are compared: `first`, `first` times `reduction`, ... below the last step. Of those
/// that have come to a rung the best 1 / `reduction` go on (Li et al. 2020, "A system for massively parallel
/// hyperparameter tuning"). With several objectives by non-domination rank (Schmucker et al. 2021, "Multi-objective
/// asynchronous successive halving").
struct Halving {
  double first = 1;
  double reduction = 3;
  std::optional<double> last;  ///< the most that a trial trains, where that is known
  bool pause = true;           ///< the others are put aside until they are among the best; otherwise they are stopped
  /// The trials that are compared with each other: those whose turn, number * `stride` % `turns`, is one of [begin,
  /// end).
  TrialNumber begin = 0, end = 1;
  TrialNumber stride = 1, turns = 1;

  [[nodiscard]] bool has(TrialNumber trial) const;
  /// The rung that the report at `step` is the first to reach, `before` being the step of the report before it.
  [[nodiscard]] std::optional<double> reached(double step, double before) const;
  [[nodiscard]] Decision decide(const TrialRecord& trial, const History& history) const;
  /// Of the paused trials that are among the best of their rung the one of the highest rung, there the best one.
  [[nodiscard]] std::optional<TrialNumber> promote(const History& history) const;
};

/// Where rungs end: the most of the study's resource.
[[nodiscard]] std::optional<double> last_step_of(const History& history);

}  // namespace vernier
