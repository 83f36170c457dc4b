#pragma once
// The space of a define-by-run study: the union of the distributions that its trials asked for.
#include <map>
#include <memory>
#include <string>

#include "vernier/space/search_space.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// `space` with the distributions of `record`: new names are added at the end, ranges and lists of one kind are
/// widened, and of two that cannot be joined (another kind, log, or step) the newer one stays. The same pointer when
/// nothing changed.
[[nodiscard]] std::shared_ptr<const SearchSpace> union_space(std::shared_ptr<const SearchSpace> space,
                                                             const TrialRecord& record);

/// The distributions of those params that the space has.
[[nodiscard]] Distributions distributions_of(const ParamMap& params, const SearchSpace& space);

}  // namespace vernier
