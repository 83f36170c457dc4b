#include "vernier/benchmark/ranks.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace vernier {
namespace {

// Conover, Practical Nonparametric Statistics: twelve homeowners rank four grasses; T2 = 3.19, p about .036.
TEST(Friedman, IsTheOneOfATextbook) {
  const std::vector<std::vector<double>> grasses{{4, 3, 2, 1},     {4, 2, 3, 1}, {3, 1.5, 1.5, 4}, {3, 1, 2, 4},
                                                 {4, 2, 1, 3},     {2, 2, 2, 4}, {1, 3, 2, 4},     {2, 4, 1, 3},
                                                 {3.5, 1, 2, 3.5}, {4, 1, 3, 2}, {4, 2, 3, 1},     {3.5, 1, 2, 3.5}};
  std::vector<ScoreBlock> blocks;
  for (const auto& scores : grasses) blocks.push_back({0, scores});
  EXPECT_NEAR(friedman_p(blocks), 0.036, 0.001);
}

TEST(Friedman, HasNothingToSayOfOneBlockAndEqualScores) {
  EXPECT_TRUE(std::isnan(friedman_p(std::vector<ScoreBlock>{{0, {1, 2}}})));
  EXPECT_EQ(friedman_p(std::vector<ScoreBlock>{{0, {1, 1}}, {0, {2, 2}}}), 1);
  EXPECT_EQ(friedman_p(std::vector<ScoreBlock>{{0, {1, 2}}, {0, {1, 2}}, {0, {1, 2}}}), 0);
}

// Problem 0 has ten seeds, problem 1 two, and counts as much.
TEST(MeanRanks, CountProblemsAlike) {
  std::vector<ScoreBlock> blocks;
  for (int seed = 0; seed < 10; ++seed) blocks.push_back({0, {1, 2}});
  for (int seed = 0; seed < 2; ++seed) blocks.push_back({1, {2, 1}});
  const auto ranks = mean_ranks(blocks, Rng(1));
  EXPECT_DOUBLE_EQ(ranks[0].mean, 1.5);
  EXPECT_DOUBLE_EQ(ranks[1].mean, 1.5);
  EXPECT_DOUBLE_EQ(ranks[0].low, 1.5);  // no seed differs from another
}

// The standard error of 400 normal numbers is 1/20: about 1.96 of it on either side.
TEST(BootstrapMeans, HaveTheWidthOfTheirError) {
  Rng rng(3);
  std::vector<double> values(400);
  for (double& value : values) value = rng.normal();
  const BootstrapMean mean = bootstrap_mean(values, Rng(1));
  EXPECT_NEAR(mean.high - mean.low, 2 * 1.96 / 20, 0.03);
  EXPECT_LT(mean.low, mean.mean);
}

}  // namespace
}  // namespace vernier
