#include "vernier/math/distributions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vernier {
namespace {

// Closed forms: with df1 = 2 the tail is (1 + 2 f / df2)^(-df2 / 2); with (1, 1) it is 1 - 2/pi atan(sqrt f).
TEST(FisherF, TailMatchesClosedForms) {
  for (const double f : {0.01, 0.5, 1.0, 4.0, 99.0}) {
    for (const double df2 : {1.0, 2.0, 5.0, 40.0}) {
      EXPECT_NEAR(f_upper_tail(f, 2, df2), std::pow(1 + 2 * f / df2, -df2 / 2), 1e-13);
    }
    EXPECT_NEAR(f_upper_tail(f, 1, 1), 1 - 2 / M_PI * std::atan(std::sqrt(f)), 1e-13);
  }
}

TEST(FisherF, QuantileMatchesPrintedTables) {
  EXPECT_NEAR(f_upper_quantile(0.05, 1, 8), 5.3177, 5e-5);
  EXPECT_NEAR(f_upper_quantile(0.05, 2, 2), 19.0, 1e-6);
  EXPECT_NEAR(f_upper_quantile(0.01, 3, 10), 6.5523, 5e-5);
}

TEST(FisherF, Edges) {
  EXPECT_EQ(f_upper_tail(0, 3, 4), 1);
  EXPECT_EQ(f_upper_tail(std::numeric_limits<double>::infinity(), 3, 4), 0);
  EXPECT_TRUE(std::isnan(f_upper_tail(std::nan(""), 3, 4)));
}

}  // namespace
}  // namespace vernier
