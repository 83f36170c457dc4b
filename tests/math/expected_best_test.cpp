#include "vernier/math/expected_best.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

// The least of n of the numbers 1 to N is (N + 1) / (n + 1) on average.
TEST(ExpectedBest, LeastOfSomeOfTheFirstNumbers) {
  std::vector<double> losses;
  for (int i = 1; i <= 40; ++i) losses.push_back(i);
  for (const std::size_t draws : {1U, 2U, 7U, 39U, 40U}) {
    EXPECT_NEAR(expected_least(losses, draws), 41.0 / (static_cast<double>(draws) + 1), 1e-10) << draws;
  }
}

TEST(ExpectedBest, IsTheMeanOverAllSubsets) {
  const std::vector<double> losses{-3, -1, -1, 0.5, 2, 7.25, 9};
  for (int draws = 1; draws <= 7; ++draws) {
    double sum = 0;
    int subsets = 0;
    for (unsigned subset = 0; subset < 128; ++subset) {
      if (std::popcount(subset) != draws) continue;
      sum += losses[static_cast<std::size_t>(std::countr_zero(subset))];
      ++subsets;
    }
    EXPECT_NEAR(expected_least(losses, static_cast<std::size_t>(draws)), sum / subsets, 1e-12) << draws;
  }
}

TEST(ExpectedBest, MoreDrawsThanLossesAreRefused) {
  EXPECT_THROW((void)expected_least(std::vector{1.0}, 2), InvalidArgument);
  EXPECT_THROW((void)expected_least(std::vector{1.0}, 0), InvalidArgument);
}

TEST(ExpectedBest, FailedDrawsAreAsBadAsTheWorst) {
  const double failed = std::numeric_limits<double>::infinity();
  const std::vector<std::size_t> one{1};
  const auto curve = expected_least_curve({1, failed, 2, std::nan("")}, one, Rng(1));
  ASSERT_EQ(curve.size(), 1U);
  EXPECT_DOUBLE_EQ(curve[0].expected, 7.0 / 4);
  EXPECT_TRUE(expected_least_curve({failed}, one, Rng(1)).empty());
  EXPECT_TRUE(expected_least_curve({}, {}, Rng(1)).empty());
}

// Uniform draws, whose least of n is 1 / (n + 1) on average.
TEST(ExpectedBest, IntervalsHoldTheTruthForAPartOfTheDraws) {
  int covered = 0;
  constexpr int studies = 300;
  const std::vector<std::size_t> draws{8};
  for (int study = 0; study < studies; ++study) {
    Rng rng = Rng(3).split(static_cast<std::uint64_t>(study));
    std::vector<double> losses(64);
    for (double& loss : losses) loss = rng.uniform();
    const ExpectedLeast point = expected_least_curve(losses, draws, rng.split("bootstrap"))[0];
    if (point.low <= 1.0 / 9 && 1.0 / 9 <= point.high) ++covered;
  }
  EXPECT_GE(covered, studies * 88 / 100);
  EXPECT_LE(covered, studies * 99 / 100);
}

TEST(ExpectedBest, TheNextDoublingOfAPowerLaw) {
  // The least of n of these is (N + 1) / (n + 1): the gains of doublings from 16, 32 and 64 of 64.
  std::vector<double> losses;
  for (int i = 1; i <= 64; ++i) losses.push_back(i);
  const auto doubling = next_doubling(losses, Rng(1));
  ASSERT_TRUE(doubling.has_value());
  const double before = 65.0 / 17 - 65.0 / 33, last = 65.0 / 33 - 1;
  EXPECT_NEAR(doubling->gain, last * last / before, 1e-10);
  EXPECT_LE(doubling->low, doubling->gain);
  EXPECT_GE(doubling->high, doubling->gain);
  EXPECT_FALSE(next_doubling({1, 2, 3, 4, 5, 6, 7}, Rng(1)).has_value());
  EXPECT_EQ(next_doubling(std::vector<double>(10, 1.0), Rng(1))->gain, 0);
}

}  // namespace
}  // namespace vernier
