#pragma once
// The walk of a sampler's state over the settled prefix.
#include <cstddef>
#include <memory>
#include <optional>

#include "vernier/trial/history.hpp"

namespace vernier {

/// Hands each finished trial of the settled prefix over once, in the settled order. A history that does not continue
/// the one before, or that has another space or seed, begins anew, so that a cold instance ends up where a warm one is.
class FinishedWalk {
 public:
  /// `restart()` and then `take(record)` for each record where the walk begins anew, else `take` for the new ones.
  template <class Restart, class Take>
  void advance(const History& history, const Restart& restart, const Take& take) {
    if (!continues(history)) {
      space_ = *history.space;
      seed_ = history.seed;
      walked_ = 0;
      restart();
    }
    for (; walked_ < history.settled.size(); ++walked_) {
      last_ = history.settled[walked_];
      if (finished(last_->state)) take(*last_);
    }
  }

 private:
  [[nodiscard]] bool continues(const History& history) const {
    return space_ && seed_ == history.seed && history.settled.size() >= walked_ &&
           (walked_ == 0 || history.settled[walked_ - 1] == last_) && *space_ == *history.space;
  }

  std::optional<SearchSpace> space_;
  std::uint64_t seed_ = 0;
  std::size_t walked_ = 0;
  std::shared_ptr<const TrialRecord> last_;
};

}  // namespace vernier
