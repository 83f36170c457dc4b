#include "vernier/math/reference_directions.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace vernier {
namespace {

using LossRows = std::vector<std::vector<double>>;

void append_compositions(LossRows& into, std::vector<double>& point, std::size_t place, std::size_t left,
                         std::size_t divisions) {
  if (place + 1 == point.size()) {
    point[place] = static_cast<double>(left) / static_cast<double>(divisions);
    into.push_back(point);
    return;
  }
  for (std::size_t part = 0; part <= left; ++part) {
    point[place] = static_cast<double>(part) / static_cast<double>(divisions);
    append_compositions(into, point, place + 1, left - part, divisions);
  }
}

/// (losses + divisions - 1) over divisions, or more than `limit`.
std::size_t compositions(std::size_t losses, std::size_t divisions, std::size_t limit) {
  std::size_t count = 1;
  for (std::size_t i = 1; i <= divisions && count <= limit; ++i) count = count * (losses - 1 + i) / i;
  return count;
}

/// The point of the front that is furthest out along each axis, by the achievement scalarising function.
std::vector<std::size_t> extreme_points(const LossRows& points, std::span<const std::size_t> front) {
  constexpr double off_axis = 1e-6;
  std::vector<std::size_t> extremes;
  for (std::size_t axis = 0; axis < points[0].size(); ++axis) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t best = front[0];
    for (const std::size_t index : front) {
      double worst = 0;
      for (std::size_t k = 0; k < points[index].size(); ++k) {
        worst = std::max(worst, k == axis ? points[index][k] : points[index][k] / off_axis);
      }
      if (worst < least) {
        least = worst;
        best = index;
      }
    }
    extremes.push_back(best);
  }
  return extremes;
}

/// Where the plane through the extreme points cuts the axes; 1 where it does not do so sensibly.
std::vector<double> intercepts(const LossRows& points, std::span<const std::size_t> front) {
  const auto losses = static_cast<Eigen::Index>(points[0].size());
  std::vector<double> cuts(points[0].size(), 1.0);
  const std::vector<std::size_t> extremes = extreme_points(points, front);
  Eigen::MatrixXd rows(losses, losses);
  for (Eigen::Index i = 0; i < losses; ++i) {
    for (Eigen::Index k = 0; k < losses; ++k) {
      rows(i, k) = points[extremes[static_cast<std::size_t>(i)]][static_cast<std::size_t>(k)];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> solver(rows);
  if (!solver.isInvertible()) return cuts;
  const Eigen::VectorXd plane = solver.solve(Eigen::VectorXd::Ones(losses));
  for (Eigen::Index k = 0; k < losses; ++k) {
    const double cut = 1 / plane[k];
    if (!(cut > 1e-6 && cut <= 1 + 1e-9)) return std::vector<double>(points[0].size(), 1.0);
    cuts[static_cast<std::size_t>(k)] = cut;
  }
  return cuts;
}

}  // namespace

std::vector<std::vector<double>> das_dennis_points(std::size_t losses, std::size_t divisions) {
  LossRows points;
  std::vector<double> point(losses);
  append_compositions(points, point, 0, divisions, divisions);
  return points;
}

std::vector<std::vector<double>> das_dennis_points_within(std::size_t losses, std::size_t limit) {
  std::size_t divisions = 1;
  while (losses > 1 && compositions(losses, divisions + 1, limit) <= limit) ++divisions;
  return das_dennis_points(losses, divisions);
}

std::vector<std::vector<double>> normalized_losses(std::span<const std::vector<double>> points,
                                                   std::span<const std::size_t> front) {
  LossRows result(points.begin(), points.end());
  if (points.empty() || front.empty()) return result;
  for (std::size_t k = 0; k < points[0].size(); ++k) {
    double low = points[front[0]][k] / 2;  // halves, because the whole range of doubles is wider than a double
    double high = low;
    for (const std::size_t index : front) {
      low = std::min(low, points[index][k] / 2);
      high = std::max(high, points[index][k] / 2);
    }
    for (auto& point : result) point[k] = high > low ? (point[k] / 2 - low) / (high - low) : 0;
  }
  const std::vector<double> cuts = intercepts(result, front);
  for (auto& point : result) {
    for (std::size_t k = 0; k < point.size(); ++k) point[k] /= cuts[k];
  }
  return result;
}

NearestDirection nearest_direction(std::span<const double> point, std::span<const std::vector<double>> directions) {
  NearestDirection nearest{0, std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < directions.size(); ++i) {
    double along = 0;
    double square = 0;
    for (std::size_t k = 0; k < point.size(); ++k) {
      along += point[k] * directions[i][k];
      square += directions[i][k] * directions[i][k];
    }
    double distance = 0;
    for (std::size_t k = 0; k < point.size(); ++k) {
      distance = std::hypot(distance, point[k] - along / square * directions[i][k]);
    }
    if (distance < nearest.distance) nearest = {i, distance};
  }
  return nearest;
}

}  // namespace vernier
