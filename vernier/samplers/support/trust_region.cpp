#include "vernier/samplers/support/trust_region.hpp"

#include <algorithm>

namespace vernier {

void TrustRegionWalk::update(const History& history) {
  walk_.advance(
      history,
      [&] {
        restarts_ = 0;
        begin_run();
      },
      [&](const TrialRecord& record) { take(history, record); });
}

void TrustRegionWalk::begin_run() {
  length_ = first_length;
  successes_ = 0;
  failures_ = 0;
  best_.reset();
  trials_.clear();
}

void TrustRegionWalk::take(const History& history, const TrialRecord& record) {
  const Standing standing = standing_of(history, record);
  const bool better = standing.end != Standing::End::failed && (!best_ || standing < *best_);
  if (better) best_ = standing;
  trials_.insert(record.number);
  if (std::ssize(trials_) <= startup_) return;
  successes_ = better ? successes_ + 1 : 0;
  failures_ = better ? 0 : failures_ + 1;
  if (successes_ == successes_to_double) {
    length_ = std::min(2 * length_, greatest_length);
    successes_ = 0;
  } else if (failures_ == patience_) {
    length_ /= 2;
    failures_ = 0;
  }
  if (length_ >= least_length) return;
  ++restarts_;
  begin_run();
}

}  // namespace vernier
