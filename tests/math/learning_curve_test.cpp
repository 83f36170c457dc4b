#include "vernier/math/learning_curve.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

struct Curve {
  std::vector<double> steps, losses;
};

template <class Loss>
Curve curve(int count, const Loss& loss) {
  Curve result;
  for (int t = 1; t <= count; ++t) {
    result.steps.push_back(t);
    result.losses.push_back(loss(t));
  }
  return result;
}

TEST(LearningCurve, CarriesOnWhatItHasSeen) {
  for (const double b : {0.5, 0.8, 1.2}) {  // towards 2
    const Curve seen = curve(20, [&](double t) { return 2 + 3 * std::pow(t, -b); });
    const double end = 2 + 3 * std::pow(100, -b);
    EXPECT_GT(probability_below(seen.steps, seen.losses, 100, end + 0.25), 0.9) << b;
    EXPECT_LT(probability_below(seen.steps, seen.losses, 100, end - 0.25), 0.1) << b;
  }
  const Curve falling = curve(30, [](double t) { return 1 + std::exp(-0.05 * t); });
  EXPECT_GT(probability_below(falling.steps, falling.losses, 100, 1.15), 0.9);
  EXPECT_LT(probability_below(falling.steps, falling.losses, 100, 0.6), 0.1);  // seen until 1.22
}

TEST(LearningCurve, KnowsLittleOfShortOrFlatCurves) {
  EXPECT_EQ(probability_below(std::vector<double>{1, 2}, std::vector<double>{3, 2}, 10, 1), 0.5);
  EXPECT_EQ(probability_below(std::vector<double>{1, 2, 3}, std::vector<double>{3, 3, 3}, 10, 4), 1);
  EXPECT_EQ(probability_below(std::vector<double>{1, 2, 3}, std::vector<double>{3, 3, 3}, 10, 2), 0);
  const double huge = probability_below(std::vector<double>{1, 2, 3}, std::vector<double>{1e300, 1e-300, 5}, 10, 2);
  EXPECT_TRUE(huge >= 0 && huge <= 1);
}

// Curves of random exponents, levels and noise: of the forecasts of about p, a share of about p come true.
TEST(LearningCurve, ItsProbabilitiesAreAboutRight) {
  Rng rng(5);
  int low = 0, low_true = 0, high = 0, high_true = 0;
  for (int k = 0; k < 2000; ++k) {
    const double b = std::exp(rng.uniform(std::log(0.3), std::log(2.0))), level = rng.uniform(), noise = 0.03;
    const auto loss = [&](double t) { return level + std::pow(t, -b) + noise * rng.normal(); };
    const Curve seen = curve(15, loss);
    const double end = loss(50), limit = rng.uniform(level - 0.05, level + 0.4);
    const double p = probability_below(seen.steps, seen.losses, 50, limit);
    if (p < 0.1) ++low, low_true += end < limit;
    if (p > 0.9) ++high, high_true += end < limit;
  }
  ASSERT_GT(low, 300);
  ASSERT_GT(high, 300);
  EXPECT_LT(low_true, 0.1 * low);
  EXPECT_GT(high_true, 0.85 * high);
}

}  // namespace
}  // namespace vernier
