#pragma once
// A configuration that satisfies constraints which leave too little of the space for rejection.
#include <optional>

#include "vernier/base/rng.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// Descends the sum of the constraints' violations (Expression::violation) by random moves of every scale, from several
/// starts, then walks on within the feasible part so that results are spread over it. A fixed effort of about 40,000
/// configurations; nothing when no start arrives, as with an equation between reals.
[[nodiscard]] std::optional<ParamMap> walk_to_feasible(const SearchSpace& space, Rng& rng);

}  // namespace vernier
