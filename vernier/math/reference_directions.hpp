#pragma once
// Evenly spread directions in the space of several losses, and how points keep to them: NSGA-III (Deb and Jain 2014,
// "An evolutionary many-objective optimization algorithm using reference-point-based nondominated sorting approach").
#include <cstddef>
#include <span>
#include <vector>

namespace vernier {

/// All points with `losses` coordinates that are multiples of 1 / divisions and add up to 1 (Das and Dennis 1998).
[[nodiscard]] std::vector<std::vector<double>> das_dennis_points(std::size_t losses, std::size_t divisions);
/// Those of the most divisions that give at most `limit` points; at least one division.
[[nodiscard]] std::vector<std::vector<double>> das_dennis_points_within(std::size_t losses, std::size_t limit);

/// The points moved and scaled so that the ideal is 0 and the plane through the extreme points cuts each axis at 1;
/// where there is no such plane, the worst of each loss is 1. `front` are indices of the non-dominated points.
[[nodiscard]] std::vector<std::vector<double>> normalized_losses(std::span<const std::vector<double>> points,
                                                                 std::span<const std::size_t> front);

struct NearestDirection {
  std::size_t index = 0;
  double distance = 0;  ///< of the point from the line through 0 and the direction
};
[[nodiscard]] NearestDirection nearest_direction(std::span<const double> point,
                                                 std::span<const std::vector<double>> directions);

}  // namespace vernier
