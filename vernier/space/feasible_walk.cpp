#include "vernier/space/feasible_walk.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace vernier {
namespace {

constexpr int walk_starts = 10;
constexpr int walk_descent = 4000;
constexpr int walk_spread = 300;

double total_violation(const SearchSpace& space, const ParamMap& params) {
  double sum = 0;
  for (const Expression& constraint : space.constraints()) {
    const auto& names = constraint.names();
    const bool applies =
        std::all_of(names.begin(), names.end(), [&](const std::string& name) { return params.contains(name); });
    if (applies) sum += constraint.violation(params);
  }
  return sum;
}

/// Changes one coordinate, sometimes two: anywhere in the range or by a step of a size between 1 and 0.0001.
void walk_step(std::vector<double>& point, Rng& rng) {
  const int coordinates = rng.uniform() < 0.3 ? 2 : 1;
  for (int i = 0; i < coordinates; ++i) {
    double& coordinate = point[static_cast<std::size_t>(rng.below(point.size()))];
    if (rng.uniform() < 0.2) {
      coordinate = rng.uniform();
    } else {
      const double moved = std::abs(coordinate + std::pow(10.0, -rng.uniform(0, 4)) * rng.normal());
      coordinate = moved < 1 ? moved : std::clamp(2 - moved, 0.0, 1.0);  // reflected: edges draw nothing to them
    }
  }
}

}  // namespace

std::optional<ParamMap> walk_to_feasible(const SearchSpace& space, Rng& rng) {
  std::vector<double> point(space.size());
  if (point.empty()) return std::nullopt;
  for (int start = 0; start < walk_starts; ++start) {
    for (double& coordinate : point) coordinate = rng.uniform();
    double least = total_violation(space, space.from_unit(point));
    for (int step = 0; step < walk_descent && least > 0; ++step) {
      std::vector<double> moved = point;
      walk_step(moved, rng);
      const double violation = total_violation(space, space.from_unit(moved));
      if (violation > least) continue;
      point = std::move(moved);
      least = violation;
    }
    if (least > 0) continue;
    for (int step = 0; step < walk_spread; ++step) {
      std::vector<double> moved = point;
      walk_step(moved, rng);
      if (space.feasible(space.from_unit(moved))) point = std::move(moved);
    }
    return space.from_unit(point);
  }
  return std::nullopt;
}

}  // namespace vernier
