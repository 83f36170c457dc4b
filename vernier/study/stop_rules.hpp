#pragma once
// When a study has run long enough: a fold over its settled results.
#include <cstdint>
#include <optional>
#include <vector>

#include "vernier/study/study.hpp"

namespace vernier {

/// What the settled results add up to. Shown a growing list of records, it looks at each once.
class SettledFold {
 public:
  /// Failures count only together with one of trial `first_trial` or later, so that a run which follows 20 failures in
  /// a row begins anew.
  explicit SettledFold(TrialNumber first_trial = 0) : first_trial_(first_trial) {}

  /// Forgets what it has seen.
  void restart() { *this = SettledFold(first_trial_); }
  void advance(const History& history);
  /// Units of the resource that the trials have used.
  [[nodiscard]] double resource_used() const { return resource_used_; }
  /// What is left of the budget when each running trial uses all that it may; the study has both. May be below 0.
  [[nodiscard]] double resource_left(const History& history) const;
  [[nodiscard]] std::optional<StopReason> stop(const OptimizeOptions& options, const History& history) const;

 private:
  TrialNumber first_trial_;
  std::size_t seen_ = 0;
  std::vector<double> last_steps_;  // by trial
  double resource_used_ = 0;
  std::int64_t failures_in_a_row_ = 0;
  bool new_failure_ = false;  // one of them is of trial first_trial_ or later
  std::int64_t trials_since_best_ = 0;
  std::optional<double> best_loss_;
};

}  // namespace vernier
