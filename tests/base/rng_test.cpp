#include "vernier/base/rng.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace vernier {
namespace {

TEST(Rng, SplitsDoNotDependOnWhatWasDrawn) {
  Rng a(7);
  Rng b(7);
  (void)a.next64();
  EXPECT_EQ(a.split("x").next64(), b.split("x").next64());
  EXPECT_NE(b.split("x").next64(), b.split("y").next64());
  EXPECT_NE(b.split(std::uint64_t{1}).next64(), b.split(std::uint64_t{2}).next64());
}

TEST(Rng, StateResumesAnywhere) {
  Rng a(3);
  for (int i = 0; i < 5; ++i) (void)a.next32();
  Rng b(a.state());
  for (int i = 0; i < 9; ++i) EXPECT_EQ(a.next32(), b.next32());
}

TEST(Rng, UniformAndNormalHaveTheirMoments) {
  Rng rng(11);
  const int n = 200000;
  double sum = 0;
  double squares = 0;
  double normal_sum = 0;
  double normal_squares = 0;
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
    const double z = rng.normal();
    normal_sum += z;
    normal_squares += z * z;
  }
  EXPECT_NEAR(sum / n, 0.5, 5 * std::sqrt(1.0 / 12 / n));
  EXPECT_NEAR(squares / n, 1.0 / 3, 0.003);
  EXPECT_NEAR(normal_sum / n, 0.0, 5 / std::sqrt(n));
  EXPECT_NEAR(normal_squares / n, 1.0, 5 * std::sqrt(2.0 / n));
}

TEST(Rng, BelowIsUnbiasedAndInRange) {
  Rng rng(5);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts[rng.below(7)];
  double chi2 = 0;
  for (const int count : counts) chi2 += (count - 10000.0) * (count - 10000.0) / 10000.0;
  EXPECT_LT(chi2, 22.46);  // 0.1 % point of chi-squared with 6 degrees of freedom
}

TEST(Rng, ShuffleIsAPermutation) {
  Rng rng(1);
  std::vector<int> items(100);
  for (int i = 0; i < 100; ++i) items[static_cast<std::size_t>(i)] = i;
  const std::vector<int> before = items;
  rng.shuffle(std::span<int>(items));
  EXPECT_NE(items, before);
  EXPECT_TRUE(std::is_permutation(items.begin(), items.end(), before.begin()));
}

}  // namespace
}  // namespace vernier
