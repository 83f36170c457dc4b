#pragma once
// The rule of median and percentile: a trial must keep up with a share of the others at its step.
#include <cstdint>

#include "vernier/pruners/pruner.hpp"

namespace vernier {

struct PercentileRule {
  double percentile;      ///< of the others, the best first
  std::int64_t startup;   ///< complete trials before any is stopped
  double warmup;          ///< a trial is never stopped at or before this step
  std::int64_t interval;  ///< reports between two judgements of a trial
};

/// The trial's best value so far is held against that percentile of the best values that the others had by the same
/// step. Others are the complete trials and those pruned later than that step: to leave the pruned ones out would
/// compare with the better part alone. A complete trial that ended before the step carries its best value on.
[[nodiscard]] Decision judge(const PercentileRule& rule, const TrialRecord& trial, const History& history);

}  // namespace vernier
