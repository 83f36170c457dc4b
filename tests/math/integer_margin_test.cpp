#include "vernier/math/integer_margin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace vernier {
namespace {

IntegerMargin::Cell fifth(std::size_t, double place) {
  const double index = std::min(4.0, std::floor(place * 5));
  return {index / 5, (index + 1) / 5};
}

double share_below(const CmaEs& search, double threshold) {
  return 0.5 * std::erfc((search.mean()[0] - threshold) / search.deviation(0) / std::sqrt(2.0));
}

TEST(IntegerMargin, LeavesBothNeighboursTheirShare) {
  constexpr double margin = 0.1;
  CmaEs search({0.45}, 0.003, 4);  // in the middle cell, whose neighbours are 15 and 50 deviations off
  IntegerMargin(std::vector<std::size_t>{0}, margin).correct(search, fifth);
  EXPECT_NEAR(share_below(search, 0.4), margin / 2, 1e-9);
  EXPECT_NEAR(1 - share_below(search, 0.6), margin / 2, 1e-9);
}

TEST(IntegerMargin, AWideDistributionStaysAsItIs) {
  CmaEs search({0.5}, 0.2, 4);
  IntegerMargin margin({0}, 0.1);
  std::vector<std::vector<double>> parents{{0.9}};  // another integer has succeeded
  margin.centre(search, parents, fifth);
  margin.correct(search, fifth);
  EXPECT_NEAR(search.mean()[0], 0.5, 1e-9);
  EXPECT_NEAR(search.deviation(0), 0.2, 1e-9);
}

TEST(IntegerMargin, AtTheEdgeTheOnlyNeighbourKeepsTheMargin) {
  for (const double mean : {0.05, -3.0}) {
    CmaEs search({mean}, 0.001, 4);
    IntegerMargin(std::vector<std::size_t>{0}, 0.1).correct(search, fifth);
    EXPECT_NEAR(1 - share_below(search, 0.2), 0.1, 1e-9);
  }
  CmaEs search({0.97}, 0.001, 4);
  IntegerMargin(std::vector<std::size_t>{0}, 0.1).correct(search, fifth);
  EXPECT_NEAR(share_below(search, 0.8), 0.1, 1e-9);
}

TEST(IntegerMargin, ParentsWithAnotherIntegerAreCentredAndTheBiasIsMadeUpFor) {
  const CmaEs search({0.5}, 0.1, 4);
  std::vector<std::vector<double>> parents{{0.61}, {0.44}, {0.58}};
  IntegerMargin margin({0}, 0.1);
  margin.centre(search, parents, fifth);
  EXPECT_NEAR(parents[0][0], 0.7, 1e-12);
  EXPECT_NEAR(parents[1][0], 0.44, 1e-12) << "its centre lies on the side of the bias";
  EXPECT_NEAR(parents[2][0], 0.5, 1e-12) << "moved down to make up for 0.09 as far as its centre lets it";
}

}  // namespace
}  // namespace vernier
