#include "vernier/math/normal.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vernier {
namespace {

// Numbers by scipy.
TEST(Normal, QuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.0013498980316300933), -3, 1e-12);
}

TEST(Normal, TheLogarithmOfTheTailIsAccurateFarOut) {
  EXPECT_NEAR(log_normal_cdf(0), std::log(0.5), 1e-15);
  EXPECT_NEAR(log_normal_cdf(-5), -15.064998393988725, 1e-12);
  EXPECT_NEAR(log_normal_cdf(-40), -804.6084420137539, 1e-9);
  EXPECT_NEAR(log_normal_cdf(-20.0001), log_normal_cdf(-19.9999), 0.0041);  // no jump where the formula changes
}

TEST(Normal, TheExpectedExcessKeepsItsPrecisionInTheTail) {
  EXPECT_NEAR(log_expected_excess(0), -0.5 * std::log(2 * M_PI), 1e-14);
  EXPECT_NEAR(log_expected_excess(1), std::log(1.0833154705876864), 1e-14);
  // z Phi(z) + phi(z) = phi(z) / z^2 (1 - 3 / z^2 + 15 / z^4 - ...)
  EXPECT_NEAR(log_expected_excess(-100),
              -5000 - 0.5 * std::log(2 * M_PI) - 2 * std::log(100) + std::log1p(-3e-4 + 15e-8 - 105e-12), 1e-10);
  EXPECT_NEAR(log_expected_excess(-25.0001), log_expected_excess(-24.9999), 0.0051);
  EXPECT_TRUE(std::isfinite(log_expected_excess(-1e150)));
}

}  // namespace
}  // namespace vernier
