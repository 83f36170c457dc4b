#include "vernier/math/sobol.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

std::vector<double> point_of(SobolPoints& points, std::uint64_t index) {
  std::vector<double> point(points.dimension());
  points.point(index, point);
  return point;
}

TEST(Sobol, TheFirstPointsAreThePublishedOnes) {
  SobolPoints points(3, {});
  EXPECT_THAT(point_of(points, 0), testing::ElementsAre(0, 0, 0));
  EXPECT_THAT(point_of(points, 1), testing::ElementsAre(0.5, 0.5, 0.5));
  const std::set<std::vector<double>> next{point_of(points, 2), point_of(points, 3)};
  EXPECT_EQ(next, (std::set<std::vector<double>>{{0.75, 0.25, 0.25}, {0.25, 0.75, 0.75}}));
}

// In base 2 the first two coordinates form a (0, m, 2)-net: of 2^m aligned points one lies in each interval of area
// 2^-m.
TEST(Sobol, EveryAlignedBlockIsANet) {
  for (std::uint32_t seed = 0; seed < 4; ++seed) {
    Rng rng(seed);
    std::vector<std::uint32_t> scrambles;
    if (seed > 0) scrambles = {rng.next32(), rng.next32()};
    SobolPoints points(2, scrambles);
    for (const int m : {1, 3, 5, 8}) {
      const std::uint64_t size = std::uint64_t{1} << m;
      for (const std::uint64_t block : std::initializer_list<std::uint64_t>{0, 1, 2, 5, 13}) {
        for (int columns = 0; columns <= m; ++columns) {  // 2^columns by 2^(m - columns) intervals
          std::set<std::pair<int, int>> cells;
          for (std::uint64_t i = 0; i < size; ++i) {
            const auto point = point_of(points, block * size + i);
            cells.emplace(static_cast<int>(std::ldexp(point[0], columns)),
                          static_cast<int>(std::ldexp(point[1], m - columns)));
          }
          ASSERT_EQ(cells.size(), size) << "m " << m << ", block " << block << ", columns " << columns;
        }
      }
    }
  }
}

// Over many seeds one point of a scrambled sequence is uniform: chi-square with 15 degrees of freedom, 99.9 % at 37.7.
TEST(Sobol, ScramblingMakesEachPointUniform) {
  for (const std::uint64_t index : std::initializer_list<std::uint64_t>{0, 1, 6}) {
    std::vector<double> counts(16);
    Rng rng(7);
    constexpr int seeds = 8000;
    for (int i = 0; i < seeds; ++i) {
      SobolPoints points(1, {rng.next32()});
      ++counts[static_cast<std::size_t>(16 * point_of(points, index)[0])];
    }
    double chi_square = 0;
    for (const double count : counts) chi_square += (count - seeds / 16.0) * (count - seeds / 16.0) / (seeds / 16.0);
    EXPECT_LT(chi_square, 37.7) << "point " << index;
  }
}

TEST(Sobol, SeedsGiveDifferentPoints) {
  SobolPoints one(1, {1});
  SobolPoints two(1, {2});
  int equal = 0;
  for (std::uint64_t i = 0; i < 64; ++i) equal += point_of(one, i) == point_of(two, i) ? 1 : 0;
  EXPECT_LT(equal, 4);
}

TEST(Sobol, AnyPointIsReachedDirectly) {
  std::vector<std::uint32_t> scrambles(5);
  Rng rng(3);
  for (auto& scramble : scrambles) scramble = rng.next32();
  SobolPoints sequential(5, scrambles);
  std::vector<std::vector<double>> all;
  for (std::uint64_t i = 0; i < 200; ++i) all.push_back(point_of(sequential, i));
  SobolPoints direct(5, scrambles);
  for (const std::uint64_t i : std::initializer_list<std::uint64_t>{199, 0, 77, 78, 5, 5, 128})
    EXPECT_EQ(point_of(direct, i), all[i]) << i;
  std::set<double> first;
  for (std::uint64_t i = 0; i < 200; ++i) first.insert(all[i][0]);
  EXPECT_EQ(first.size(), 200U) << "no coordinate comes twice";
  EXPECT_EQ(point_of(direct, std::uint64_t{1} << 30).size(), 5U);
}

TEST(Sobol, ScramblingIsNestedUniform) {
  // the first k digits of the result depend on the first k digits alone, and different ones stay different
  for (int k = 1; k <= 16; ++k) {
    const std::uint32_t mask = ~(~0U >> k);
    Rng rng(static_cast<std::uint64_t>(k));
    for (int i = 0; i < 100; ++i) {
      const std::uint32_t seed = rng.next32();
      const std::uint32_t x = rng.next32();
      const std::uint32_t y = (x & mask) | (rng.next32() & ~mask);
      EXPECT_EQ(owen_scramble(x, seed) & mask, owen_scramble(y, seed) & mask);
      EXPECT_NE(owen_scramble(x ^ (1U << (32 - k)), seed) & mask, owen_scramble(x, seed) & mask);
    }
  }
}

TEST(Sobol, DimensionsEnd) {
  EXPECT_EQ(SobolPoints(SobolPoints::max_dimension, {}).dimension(), 3667U);
  EXPECT_THROW(SobolPoints(SobolPoints::max_dimension + 1, {}), InvalidArgument);
  EXPECT_THROW(SobolPoints(0, {}), InvalidArgument);
  EXPECT_THROW(SobolPoints(2, {1}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
