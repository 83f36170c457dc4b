#include "apps/cli/search_tally.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/figures/text_table.hpp"

namespace vernier::cli {

bool SearchTally::is_better(double value) const {
  if (!std::isfinite(value)) return false;
  return !best_ || (direction_ == Direction::minimize ? value < *best_ : value > *best_);
}

void SearchTally::count(const TrialRecord& trial) {
  switch (trial.state) {
    case TrialState::complete: ++complete; break;
    case TrialState::pruned: ++pruned; break;
    case TrialState::failed: ++failed; break;
    case TrialState::paused: ++paused; break;
    case TrialState::running: return;
  }
  if (trial.state == TrialState::complete && !trial.values.empty() && is_better(trial.values.front())) {
    best_ = trial.values.front();
  }
}

void SearchTally::started(const TrialRecord& trial) {
  if (!trial.reports.empty() && paused > 0) --paused;  // resumed
}

bool SearchTally::ended(const TrialRecord& trial) {
  const auto before = best_;
  if (trial.state != TrialState::running) ++ended_here_;
  count(trial);
  return best_ != before;
}

std::string SearchTally::pace(double now) const {
  if (ended_here_ == 0) return "";
  const double per_second = static_cast<double>(ended_here_) / std::max(1e-9, elapsed(now));
  if (per_second >= 1) return fmt::format("{}/s", table_number(per_second, 2));
  return fmt::format("{}/min", table_number(per_second * 60, 2));
}

std::string SearchTally::time_left(double now) const {
  const double spent = std::max(1e-9, elapsed(now));
  std::optional<double> left;
  if (limits_.trials && ended_here_ > 0) {
    left = static_cast<double>(std::max<std::int64_t>(0, *limits_.trials - done())) * spent /
           static_cast<double>(ended_here_);
  }
  if (limits_.timeout) left = std::min(left.value_or(1e18), std::max(0.0, *limits_.timeout - spent));
  return left && *left > 0 ? table_duration(*left) + " left" : "";
}

std::string progress_bar(double share, int cells, bool unicode) {
  const int full = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * cells));
  std::string bar;
  for (int i = 0; i < cells; ++i) bar += i < full ? (unicode ? "━" : "#") : (unicode ? "╌" : ".");
  return bar;
}

}  // namespace vernier::cli
