#pragma once
// What the earlier studies of a warm start make a model expect.
#include <memory>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/samplers/support/surrogate.hpp"

namespace vernier {

/// A Gaussian process for each earlier study, in the coordinates of this one: of trials whose values this space has;
/// what they lack makes no difference to it. Immutable; thread-safe.
class EarlierModels {
 public:
  EarlierModels(const History& history, const Encoding& encoding);

  [[nodiscard]] bool empty() const { return models_.empty(); }
  /// The means of the earlier studies, weighted by how often each ranks resampled trials of this study better than the
  /// others and than `own` (which models them alone) does when a trial is left out of it; with fewer than three trials
  /// all alike. A study whose median error is beyond what `own` makes in 95 of 100 samples counts for nothing (Feurer,
  /// Letham, Bakshy 2018, ranking-weighted Gaussian process ensemble).
  [[nodiscard]] GaussianTrend trend(const GaussianProcess& own, Rng rng) const;

 private:
  std::vector<std::shared_ptr<const GaussianProcess>> models_;
};

}  // namespace vernier
