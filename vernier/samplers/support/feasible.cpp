#include "vernier/samplers/support/feasible.hpp"

#include "vernier/base/errors.hpp"
#include "vernier/space/feasible_walk.hpp"

namespace vernier {

ParamMap draw_feasible(const SearchSpace& space, Rng& rng) {
  if (auto params = space.sample(rng, 5000)) return *std::move(params);
  if (auto params = walk_to_feasible(space, rng)) return *std::move(params);
  throw InvalidArgument("no configuration was found that satisfies the constraints", "constraints with more room",
                        "Loosen one, or narrow the ranges to where they hold.");
}

}  // namespace vernier
