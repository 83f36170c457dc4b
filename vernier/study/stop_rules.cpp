#include "vernier/study/stop_rules.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {

void SettledFold::advance(const History& history) {
  for (; seen_ < history.settled.size(); ++seen_) {
    const TrialRecord& record = *history.settled[seen_];
    const auto trial = static_cast<std::size_t>(record.number);
    if (trial >= last_steps_.size()) last_steps_.resize(trial + 1, 0);
    const double before = std::max(last_steps_[trial], record.clone_step.value_or(0));
    const double step = std::max(record.last_step().value_or(0), before);
    resource_used_ += step - before;
    last_steps_[trial] = step;

    if (record.state == TrialState::failed) {
      ++failures_in_a_row_;
      new_failure_ = new_failure_ || record.number >= first_trial_;
    } else {
      failures_in_a_row_ = 0;
      new_failure_ = false;
    }
    if (!finished(record.state)) continue;
    ++trials_since_best_;
    if (record.state != TrialState::complete || record.values.empty() || !record.feasible()) continue;
    const double loss = history.loss(record.values.front());
    if (best_loss_ && !(loss < *best_loss_)) continue;
    best_loss_ = loss;
    trials_since_best_ = 0;
  }
}

double SettledFold::resource_left(const History& history) const {
  double left = *history.budget.resource - resource_used_;
  for (const auto& record : history.running) {
    const auto trial = static_cast<std::size_t>(record->number);
    const double before = trial < last_steps_.size() ? last_steps_[trial] : 0;
    left -= history.resource->max - std::max(before, record->clone_step.value_or(0));
  }
  return left;
}

std::optional<StopReason> SettledFold::stop(const OptimizeOptions& options, const History& history) const {
  if (options.target && best_loss_ && *best_loss_ <= history.loss(*options.target)) return StopReason::target;
  if (options.patience_trials && best_loss_ && trials_since_best_ >= *options.patience_trials) {
    return StopReason::patience;
  }
  if (new_failure_ && failures_in_a_row_ >= options.max_failures_in_a_row) return StopReason::failures;
  if (history.budget.resource && resource_used_ >= *history.budget.resource) return StopReason::budget;
  return std::nullopt;
}

}  // namespace vernier
