#include "vernier/math/pareto.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

using LossPoints = std::vector<std::vector<double>>;

LossPoints front_of(const LossPoints& points) {
  LossPoints front;
  for (const std::size_t index : non_dominated(points)) front.push_back(points[index]);
  return front;
}

/// Steps from the least first loss upwards; each point adds the strip down from the best second loss so far.
double area_below(LossPoints points, std::span<const double> reference) {
  std::sort(points.begin(), points.end());
  double area = 0;
  double height = reference[1];
  for (const auto& point : points) {
    if (point[1] >= height) continue;
    area += (reference[0] - point[0]) * (height - point[1]);
    height = point[1];
  }
  return area;
}

double volume_below(const LossPoints& points, std::span<const double> reference) {
  if (points.empty()) return 0;
  if (reference.size() == 1) return reference[0] - (*std::min_element(points.begin(), points.end()))[0];
  if (reference.size() == 2) return area_below(points, reference);
  // Each point's own volume, less the part that the points after it cover too: those, clipped into its box.
  double total = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    double own = 1;
    for (std::size_t k = 0; k < reference.size(); ++k) own *= reference[k] - points[i][k];
    LossPoints clipped(points.begin() + static_cast<std::ptrdiff_t>(i) + 1, points.end());
    for (auto& point : clipped) {
      for (std::size_t k = 0; k < point.size(); ++k) point[k] = std::max(point[k], points[i][k]);
    }
    total += own - volume_below(front_of(clipped), reference);
  }
  return total;
}

}  // namespace

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool better = false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] > b[k]) return false;
    better = better || a[k] < b[k];
  }
  return better;
}

std::vector<std::size_t> non_dominated(std::span<const std::vector<double>> points) {
  // In lexical order a point can only be dominated by one before it, and then also by one of the front so far.
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  std::vector<std::size_t> front;
  for (const std::size_t index : order) {
    if (std::none_of(front.begin(), front.end(),
                     [&](std::size_t other) { return dominates(points[other], points[index]); })) {
      front.push_back(index);
    }
  }
  std::sort(front.begin(), front.end());
  return front;
}

std::vector<std::size_t> non_dominated_ranks(std::span<const std::vector<double>> points) {
  std::vector<std::size_t> ranks(points.size());
  std::vector<std::size_t> left(points.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  LossPoints rest(points.begin(), points.end());
  for (std::size_t rank = 0; !left.empty(); ++rank) {
    const std::vector<std::size_t> front = non_dominated(rest);
    for (const std::size_t place : front) ranks[left[place]] = rank;
    for (auto place = front.rbegin(); place != front.rend(); ++place) {
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(*place));
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(*place));
    }
  }
  return ranks;
}

std::vector<double> crowding_distances(std::span<const std::vector<double>> points) {
  std::vector<double> distances(points.size());
  if (points.empty()) return distances;
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t k = 0; k < points[0].size(); ++k) {
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a][k] < points[b][k]; });
    // halves, because the whole range of doubles is wider than a double
    const auto half = [&](std::size_t place) { return points[order[place]][k] / 2; };
    const double range = half(order.size() - 1) - half(0);
    distances[order.front()] = distances[order.back()] = std::numeric_limits<double>::infinity();
    if (range == 0) continue;
    for (std::size_t i = 1; i + 1 < order.size(); ++i) distances[order[i]] += (half(i + 1) - half(i - 1)) / range;
  }
  return distances;
}

std::optional<std::size_t> knee(std::span<const std::vector<double>> front) {
  if (front.empty() || front[0].empty()) return std::nullopt;
  std::vector<double> sums(front.size());
  for (std::size_t k = 0; k < front[0].size(); ++k) {
    double low = front[0][k] / 2;  // halves, because the whole range of doubles is wider than a double
    double high = low;
    for (const auto& point : front) {
      low = std::min(low, point[k] / 2);
      high = std::max(high, point[k] / 2);
    }
    if (low == high) continue;
    for (std::size_t i = 0; i < front.size(); ++i) sums[i] += (front[i][k] / 2 - low) / (high - low);
  }
  // an end has 0 in one loss; with two losses it has 1 in the other
  const auto least = std::min_element(sums.begin(), sums.end());
  if (!(*least < 1 - 1e-9)) return std::nullopt;
  return static_cast<std::size_t>(least - sums.begin());
}

double hypervolume(std::span<const std::vector<double>> points, std::span<const double> reference) {
  LossPoints inside;
  for (const auto& point : points) {
    if (point.size() != reference.size() || reference.empty()) {
      throw InvalidArgument(fmt::format("a point of {} losses with a reference of {}", point.size(), reference.size()),
                            "the same number of both");
    }
    bool better = true;
    for (std::size_t k = 0; k < point.size(); ++k) better = better && point[k] < reference[k];
    if (better) inside.push_back(point);
  }
  LossPoints front = front_of(inside);
  return volume_below(front, reference);
}

}  // namespace vernier
