#pragma once
// A scale that a few outliers do not set.
#include <vector>

#include "vernier/figures/figure.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {

/// The value, turned so that less is better.
[[nodiscard]] constexpr double turned(double value, Direction direction) {
  return direction == Direction::minimize ? value : -value;
}

/// Draws at the edge what lies beyond Tukey's outer fence on the worse side; not with fewer than eight losses.
void fence_in(Figure& figure, std::vector<double> losses, Direction direction);

}  // namespace vernier
