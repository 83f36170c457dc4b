#pragma once
// Configurations that the user wants tried.
#include <string_view>

#include "vernier/base/rng.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// `given` with every other active parameter of the declared space drawn from `rng`. Throws InvalidArgument for a name
/// that the space does not have, a value out of its range, and params that cannot be completed (inactive, infeasible).
[[nodiscard]] ParamMap complete_params(const SearchSpace& space, const ParamMap& given, Rng rng,
                                       std::string_view where);

}  // namespace vernier
