#pragma once
// Which trials are the best so far, with one objective or several.
#include <cstddef>
#include <vector>

#include "vernier/samplers/support/observations.hpp"

namespace vernier {

/// The places in observations.trials() of the `count` best, the best first; at most as many as have not failed. With
/// one objective by standing. With several the complete trials come front by front; of the front that no longer fits
/// those which together cover the most (greedily by hypervolume, as in Ozaki et al. 2020, Multiobjective
/// tree-structured Parzen estimator), then the others by standing. Of equals the earlier ones.
[[nodiscard]] std::vector<std::size_t> best_trials(const Observations& observations, std::size_t count);

}  // namespace vernier
