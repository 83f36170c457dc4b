#include "vernier/pruners/support/percentile_rule.hpp"

#include "vernier/math/statistics.hpp"
#include "vernier/pruners/support/curves.hpp"

namespace vernier {

Decision judge(const PercentileRule& rule, const TrialRecord& trial, const History& history) {
  if (trial.reports.empty()) return Decision::keep;
  if (diverged(trial)) return Decision::stop;
  const double step = trial.reports.back().step;
  if (step <= rule.warmup || std::ssize(trial.reports) % rule.interval != 0) return Decision::keep;
  std::vector<double> others;
  std::int64_t complete = 0;
  for (const TrialRecord* other : history.trials()) {
    if (other->number == trial.number || other->reports.empty()) continue;
    const bool ended = other->state == TrialState::complete;
    complete += ended ? 1 : 0;
    if (ended || (other->state == TrialState::pruned && reaches(*other, step))) {
      others.push_back(best_by(*other, step, history));
    }
  }
  if (complete < rule.startup) return Decision::keep;
  const double limit = quantile(std::move(others), rule.percentile / 100);
  return best_by(trial, step, history) > limit ? Decision::stop : Decision::keep;
}

}  // namespace vernier
