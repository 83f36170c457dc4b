#include "vernier/math/reference_directions.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

namespace vernier {
namespace {

TEST(ReferenceDirections, AreAllCompositionsOnce) {
  // binomial(losses + divisions - 1, divisions): 91 for three losses and 12 divisions (Deb and Jain 2014, table I)
  for (const auto& [losses, divisions, count] :
       std::vector<std::array<std::size_t, 3>>{{2, 49, 50}, {3, 12, 91}, {5, 6, 210}}) {
    const auto points = das_dennis_points(losses, divisions);
    EXPECT_EQ(points.size(), count);
    EXPECT_EQ(std::set(points.begin(), points.end()).size(), count);
    for (const auto& point : points) EXPECT_NEAR(std::accumulate(point.begin(), point.end(), 0.0), 1, 1e-12);
  }
}

TEST(ReferenceDirections, AsManyAsFitIntoThePopulation) {
  EXPECT_EQ(das_dennis_points_within(3, 100).size(), 91U);
  EXPECT_EQ(das_dennis_points_within(2, 50).size(), 50U);
  EXPECT_EQ(das_dennis_points_within(10, 4).size(), 10U) << "one for each axis at least";
  EXPECT_EQ(das_dennis_points_within(1, 4).size(), 1U);
}

TEST(ReferenceDirections, NormalisationUndoesScalesAndOffsets) {
  // a front on the plane a/2 + b/30 + c/400 = 1 + offsets
  std::vector<std::vector<double>> points;
  std::vector<std::size_t> front;
  for (const auto& share : das_dennis_points(3, 6)) {
    front.push_back(points.size());
    points.push_back({5 + 2 * share[0], -7 + 30 * share[1], 400 * share[2]});
  }
  const auto normal = normalized_losses(points, front);
  const auto expected = das_dennis_points(3, 6);
  for (std::size_t i = 0; i < normal.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(normal[i][k], expected[i][k], 1e-9);
  }
}

TEST(ReferenceDirections, OnePointOrEqualPointsGiveNoNan) {
  const double most = std::numeric_limits<double>::max();
  for (const auto& points :
       {std::vector<std::vector<double>>{{1, 2}}, {{1, 2}, {1, 2}}, {{most, -most}, {-most, most}}}) {
    std::vector<std::size_t> front(points.size());
    std::iota(front.begin(), front.end(), std::size_t{0});
    for (const auto& point : normalized_losses(points, front)) {
      for (const double loss : point) EXPECT_TRUE(std::isfinite(loss));
    }
  }
}

TEST(ReferenceDirections, TheNearestIsByTheDistanceFromTheLine) {
  const auto directions = das_dennis_points(2, 2);  // (0, 1), (1/2, 1/2), (1, 0)
  const auto nearest = nearest_direction(std::vector<double>{2, 1.5}, directions);
  EXPECT_EQ(nearest.index, 1U);
  EXPECT_NEAR(nearest.distance, 0.5 / std::sqrt(2.0), 1e-12);
}

}  // namespace
}  // namespace vernier
