#include "vernier/math/output_warp.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/rng.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

std::vector<double> skewed(int count) {
  Rng rng(3);
  std::vector<double> losses;
  for (int i = 0; i < count; ++i) losses.push_back(std::exp(2 * rng.normal()) - 0.1);
  return losses;
}

class Warps : public testing::TestWithParam<WarpKind> {};
INSTANTIATE_TEST_SUITE_P(All, Warps, testing::Values(WarpKind::none, WarpKind::half_rank, WarpKind::power));

TEST_P(Warps, IncreaseAndStandardiseAndInvert) {
  const std::vector<double> losses = skewed(41);
  const OutputWarp warp(GetParam(), losses);
  std::vector<double> images;
  for (const double loss : losses) {
    images.push_back(warp.apply(loss));
    EXPECT_NEAR(warp.invert(images.back()), loss, 1e-9 * (1 + std::abs(loss)));
    for (const double other : losses) EXPECT_EQ(loss < other, warp.apply(loss) < warp.apply(other));
  }
  EXPECT_NEAR(mean(images), 0, 1e-12);
  EXPECT_NEAR(sample_variance(images), 1, 1e-12);
}

TEST_P(Warps, TakeAnythingFinite) {
  const std::vector<std::vector<double>> samples{{1},          {0, 0, 0},        {1e300, -1e300, 5}, {1e-300, 2e-300},
                                                 {3, 3, 3, 4}, {1, 1, 1, 1e308}, {-5e-324, 5e-324}};
  for (const std::vector<double>& losses : samples) {
    const OutputWarp warp(GetParam(), losses);
    for (const double loss : losses) EXPECT_TRUE(std::isfinite(warp.apply(loss))) << loss;
    EXPECT_TRUE(std::isfinite(warp.invert(0)));
  }
}

// The better half keeps its proportions but for the logarithm; the worse half only its order.
TEST(OutputWarp, HalfRankForgetsHowBadTheBadAre) {
  const OutputWarp mild(WarpKind::half_rank, std::vector<double>{1, 2, 3, 4, 5, 6, 7});
  const OutputWarp wild(WarpKind::half_rank, std::vector<double>{1, 2, 3, 4, 1e3, 1e6, 1e9});
  EXPECT_DOUBLE_EQ(mild.apply(1), wild.apply(1));
  EXPECT_DOUBLE_EQ(mild.apply(6), wild.apply(1e6));
}

// Box and Cox's exponent of a lognormal sample is 0: the images are the logarithms.
TEST(OutputWarp, PowerMakesALognormalSampleNormal) {
  std::vector<double> losses, logs;
  Rng rng(7);
  for (int i = 0; i < 500; ++i) logs.push_back(rng.normal());
  for (const double x : logs) losses.push_back(std::exp(x));
  const OutputWarp warp(WarpKind::power, losses);
  for (std::size_t i = 0; i < logs.size(); ++i) {
    EXPECT_NEAR(warp.apply(losses[i]), (logs[i] - mean(logs)) / std::sqrt(sample_variance(logs)), 0.25);
  }
}

}  // namespace
}  // namespace vernier
