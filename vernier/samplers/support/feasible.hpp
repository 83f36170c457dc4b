#pragma once
// The last resort of every sampler that draws points: a feasible configuration where plain rejection finds none.
#include "vernier/base/rng.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// Uniform among the feasible configurations by rejection; where 5,000 draws fail, walk_to_feasible. Throws
/// InvalidArgument when that finds none either.
[[nodiscard]] ParamMap draw_feasible(const SearchSpace& space, Rng& rng);

}  // namespace vernier
