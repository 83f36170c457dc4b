#include "vernier/math/signed_rank.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace vernier {
namespace {

std::vector<double> ladder(int count) {
  std::vector<double> differences;
  for (int k = 1; k <= count; ++k) differences.push_back(0.1 * (k % 3 == 0 ? -k : k));
  return differences;
}

// scipy.stats.wilcoxon (SciPy 1.17.1), alternative "greater", zero_method "zsplit", without correction; exact for the
// first, second and fourth.
TEST(SignedRank, HasScipysPValues) {
  EXPECT_NEAR(signed_rank_upper_tail(std::vector<double>{1.2, -.3, .8, 2.1, -.1, .5}), 0.078125, 1e-12);
  EXPECT_NEAR(signed_rank_upper_tail(std::vector<double>{-1.2, .3, -.8, -2.1}), 0.9375, 1e-12);
  EXPECT_NEAR(signed_rank_upper_tail(std::vector<double>{1, 1, -1, 2, 0, 3, 0, -2}), 0.19866070951778553, 1e-9);
  EXPECT_NEAR(signed_rank_upper_tail(ladder(30)), 0.08529919758439064, 1e-9);
  EXPECT_NEAR(signed_rank_upper_tail(ladder(60)), 0.017950061607939057, 1e-9);
}

TEST(SignedRank, SaysNothingOfNothing) {
  EXPECT_EQ(signed_rank_upper_tail({}), 1);
  EXPECT_NEAR(signed_rank_upper_tail(std::vector<double>{0, 0, 0}), 0.5, 1e-12);
}

}  // namespace
}  // namespace vernier
