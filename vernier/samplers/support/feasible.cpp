#include "vernier/samplers/support/feasible.hpp"

#include <algorithm>
#include <vector>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

std::size_t violated_constraints(const SearchSpace& space, const ParamMap& params) {
  const auto constraints = space.constraints();
  return static_cast<std::size_t>(
      std::count_if(constraints.begin(), constraints.end(), [&](const Expression& constraint) {
        const auto& names = constraint.names();
        const bool applies =
            std::all_of(names.begin(), names.end(), [&](const std::string& name) { return params.contains(name); });
        return applies && !constraint.holds(params);
      }));
}

}  // namespace

ParamMap draw_feasible(const SearchSpace& space, Rng& rng) {
  if (auto params = space.sample(rng)) return *std::move(params);
  std::vector<double> best(space.size());
  for (double& coordinate : best) coordinate = rng.uniform();
  std::size_t fewest = violated_constraints(space, space.from_unit(best));
  for (int step = 0; step < 20'000; ++step) {
    std::vector<double> moved = best;
    moved[rng.below(moved.size())] = rng.uniform();
    ParamMap params = space.from_unit(moved);
    const std::size_t violated = violated_constraints(space, params);
    if (violated == 0) return params;
    if (violated <= fewest) {
      best = std::move(moved);
      fewest = violated;
    }
  }
  throw InvalidArgument("no configuration was found that satisfies the constraints", "constraints with more room",
                        "Loosen one, or narrow the ranges to where they hold.");
}

}  // namespace vernier
