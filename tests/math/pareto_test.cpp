#include "vernier/math/pareto.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

using Points = std::vector<std::vector<double>>;

/// Coordinates on a coarse grid, so that ties and equal points are frequent.
Points grid_points(std::size_t count, std::size_t losses, std::uint64_t seed) {
  Rng rng(seed);
  Points points(count, std::vector<double>(losses));
  for (auto& point : points) {
    for (double& loss : point) loss = static_cast<double>(rng.below(6));
  }
  return points;
}

TEST(Pareto, DominationNeedsOneBetterAndNoneWorse) {
  EXPECT_TRUE(dominates(std::vector{1.0, 2.0}, std::vector{1.0, 3.0}));
  EXPECT_FALSE(dominates(std::vector{1.0, 2.0}, std::vector{1.0, 2.0}));
  EXPECT_FALSE(dominates(std::vector{0.0, 3.0}, std::vector{1.0, 2.0}));
}

TEST(Pareto, TheFrontIsThatOfAllPairs) {
  for (const std::size_t losses : {1U, 2U, 3U, 4U}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Points points = grid_points(40, losses, seed);
      std::vector<std::size_t> expected;
      for (std::size_t i = 0; i < points.size(); ++i) {
        bool beaten = false;
        for (const auto& other : points) {
          bool worse = false;
          bool better = false;
          for (std::size_t k = 0; k < losses; ++k) {
            worse = worse || other[k] > points[i][k];
            better = better || other[k] < points[i][k];
          }
          beaten = beaten || (better && !worse);
        }
        if (!beaten) expected.push_back(i);
      }
      EXPECT_EQ(non_dominated(points), expected) << losses << " losses, seed " << seed;
    }
  }
}

TEST(Pareto, HypervolumeOfBoxes) {
  EXPECT_DOUBLE_EQ(hypervolume(Points{{1}}, std::vector{4.0}), 3);
  EXPECT_DOUBLE_EQ(hypervolume(Points{{1, 2}}, std::vector{4.0, 4.0}), 6);
  EXPECT_DOUBLE_EQ(hypervolume(Points{{1, 3}, {2, 2}, {3, 1}}, std::vector{4.0, 4.0}), 6);  // a staircase 1 + 2 + 3
  EXPECT_DOUBLE_EQ(hypervolume(Points{{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}, std::vector{2.0, 2.0, 2.0}), 7);
  EXPECT_EQ(hypervolume(Points{}, std::vector{1.0, 1.0}), 0);
  EXPECT_EQ(hypervolume(Points{{1, 0}, {0, 2}}, std::vector{1.0, 1.0}), 0) << "not better than the reference";
  EXPECT_THROW((void)hypervolume(Points{{1}}, std::vector{1.0, 1.0}), InvalidArgument);
}

// The points k / n, (n - k) / n lie on a line: with the reference (1, 1) they leave n + 1 half cells of the triangle
// out.
TEST(Pareto, HypervolumeOfALineInClosedForm) {
  constexpr int n = 50;
  Points points;
  for (int k = 0; k <= n; ++k) points.push_back({static_cast<double>(k) / n, static_cast<double>(n - k) / n});
  EXPECT_NEAR(hypervolume(points, std::vector{1.0, 1.0}), 0.5 - 0.5 / n, 1e-12);
}

TEST(Pareto, HypervolumeCountsTheCellsOfAGrid) {
  for (const std::size_t losses : {1U, 2U, 3U, 4U}) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const Points points = grid_points(12, losses, seed);
      const auto cells = static_cast<std::size_t>(std::pow(6, losses));
      double covered = 0;  // unit cells [c, c + 1) of the grid 0..6 that some point dominates
      for (std::size_t cell = 0; cell < cells; ++cell) {
        bool inside = false;
        for (const auto& point : points) {
          bool below = true;
          std::size_t rest = cell;
          for (std::size_t k = 0; k < losses; ++k, rest /= 6)
            below = below && point[k] <= static_cast<double>(rest % 6);
          inside = inside || below;
        }
        covered += inside ? 1 : 0;
      }
      EXPECT_DOUBLE_EQ(hypervolume(points, std::vector<double>(losses, 6.0)), covered) << losses << ", " << seed;
    }
  }
}

TEST(Pareto, RanksAreFrontsPeeledOffOneAfterAnother) {
  const Points points{{1, 4}, {2, 2}, {4, 1}, {2, 4}, {3, 3}, {4, 4}, {2, 2}};
  EXPECT_EQ(non_dominated_ranks(points), (std::vector<std::size_t>{0, 0, 0, 1, 1, 2, 0}));
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Points random = grid_points(40, 3, seed);
    const auto ranks = non_dominated_ranks(random);
    for (std::size_t i = 0; i < random.size(); ++i) {  // one more than the greatest rank of those that dominate it
      std::size_t expected = 0;
      for (std::size_t j = 0; j < random.size(); ++j) {
        if (dominates(random[j], random[i])) expected = std::max(expected, ranks[j] + 1);
      }
      EXPECT_EQ(ranks[i], expected) << i;
    }
  }
}

TEST(Pareto, CrowdingIsTheDistanceBetweenNeighboursInEachLoss) {
  const Points points{{0, 10}, {1, 6}, {3, 5}, {10, 0}};
  const auto distances = crowding_distances(points);
  EXPECT_TRUE(std::isinf(distances[0]));
  EXPECT_DOUBLE_EQ(distances[1], 3.0 / 10 + 5.0 / 10);
  EXPECT_DOUBLE_EQ(distances[2], 9.0 / 10 + 6.0 / 10);
  EXPECT_TRUE(std::isinf(distances[3]));
  const double most = std::numeric_limits<double>::max();
  for (const double distance : crowding_distances(Points{{-most, most}, {0, 0}, {most, -most}})) {
    EXPECT_FALSE(std::isnan(distance));
  }
}

}  // namespace
}  // namespace vernier
