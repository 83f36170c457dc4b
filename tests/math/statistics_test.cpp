#include "vernier/math/statistics.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

TEST(Statistics, MeanAndVarianceOfAKnownSample) {
  const std::vector<double> sample{2, 4, 4, 4, 5, 5, 7, 9};  // sum of squared distances from 5: 32
  EXPECT_DOUBLE_EQ(mean(sample), 5);
  EXPECT_DOUBLE_EQ(sample_variance(sample), 32.0 / 7);
  EXPECT_EQ(sample_variance(std::vector{3.0}), 0);
}

TEST(Statistics, VarianceSurvivesALargeOffset) {
  const std::vector<double> sample{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  EXPECT_DOUBLE_EQ(sample_variance(sample), 30);
}

TEST(Statistics, MeanDoesNotOverflow) { EXPECT_DOUBLE_EQ(mean(std::vector{1.5e308, 1.5e308}), 1.5e308); }

// numpy.quantile([15, 20, 35, 40, 50], p), whose default is type 7
TEST(Statistics, QuantilesAreThoseOfNumPy) {
  const std::vector<double> sample{35, 20, 15, 50, 40};
  EXPECT_DOUBLE_EQ(quantile(sample, 0.05), 16);
  EXPECT_DOUBLE_EQ(quantile(sample, 0.3), 23);
  EXPECT_DOUBLE_EQ(quantile(sample, 0.4), 29);
  EXPECT_DOUBLE_EQ(quantile(sample, 1), 50);
  EXPECT_DOUBLE_EQ(quantile(sample, 0), 15);
  EXPECT_DOUBLE_EQ(median(sample), 35);
  EXPECT_DOUBLE_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(Statistics, InfinitiesKeepTheirPlace) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(median({infinity, infinity, 1, infinity}), infinity);
  EXPECT_EQ(median({infinity, 1, 2}), 2);
}

TEST(Statistics, EqualValuesShareTheirRanks) {
  EXPECT_THAT(ranks_of(std::vector<double>{3, 1, 2}), testing::ElementsAre(3, 1, 2));
  EXPECT_THAT(ranks_of(std::vector<double>{1, 2, 1, 5}), testing::ElementsAre(1.5, 3, 1.5, 4));
  EXPECT_THAT(ranks_of(std::vector<double>{NAN, 2, INFINITY}), testing::ElementsAre(2.5, 1, 2.5));
}

TEST(Statistics, NothingHasNoStatistic) {
  EXPECT_THROW((void)mean({}), InvalidArgument);
  EXPECT_THROW((void)sample_variance({}), InvalidArgument);
  EXPECT_THROW((void)median({}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
