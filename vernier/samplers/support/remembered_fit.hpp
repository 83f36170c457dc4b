#pragma once
// What a model was fitted to be, for as long as it would be fitted to the same results.
#include <memory>
#include <optional>

#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

/// Of the first fitted_count() results of a history: a pure function of those, so that a cold instance fits the same.
template <class Fit>
class RememberedFit {
 public:
  /// `fit(count)` where the first `count` results are not those of the last call. At least one settled result.
  template <class MakeFit>
  const Fit& of(const History& history, const MakeFit& fit) {
    const std::size_t count = fitted_count(history.settled.size());
    const std::shared_ptr<const TrialRecord> last = history.settled[count - 1];
    if (fit_ && count_ == count && last_ == last && space_ == *history.space) return *fit_;
    fit_ = fit(count);
    count_ = count;
    last_ = last;
    space_ = *history.space;
    return *fit_;
  }

 private:
  std::optional<Fit> fit_;
  std::size_t count_ = 0;
  std::shared_ptr<const TrialRecord> last_;  // of those results
  SearchSpace space_;
};

}  // namespace vernier
