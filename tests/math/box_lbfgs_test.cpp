#include "vernier/math/box_lbfgs.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vernier {
namespace {

double rosenbrock(std::span<const double> x, std::span<double> gradient) {
  double sum = 0;
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
    sum += 100 * a * a + b * b;
    gradient[i] += -400 * x[i] * a - 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return sum;
}

TEST(BoxLbfgs, FindsTheMinimumOfRosenbrocksValley) {
  const std::vector<double> low(4, -5.0), high(4, 5.0);
  const BoxMinimum found = minimize_in_box(rosenbrock, {-1.2, 1, -1.2, 1}, low, high, {.max_evaluations = 400});
  for (const double x : found.x) EXPECT_NEAR(x, 1, 1e-5);
  EXPECT_LT(found.evaluations, 200);
}

// On x0 <= 0.5 the minimum of Rosenbrock's function of two variables lies at (0.5, 0.25).
TEST(BoxLbfgs, StopsAtABoundThatHoldsTheMinimum) {
  const std::vector<double> low{-2, -2}, high{0.5, 2};
  const BoxMinimum found = minimize_in_box(rosenbrock, {-1, 2}, low, high, {.max_evaluations = 400});
  EXPECT_DOUBLE_EQ(found.x[0], 0.5);
  EXPECT_NEAR(found.x[1], 0.25, 1e-6);
}

TEST(BoxLbfgs, KeepsAwayFromWhereTheFunctionIsNotFinite) {
  const auto barrier = [](std::span<const double> x, std::span<double> gradient) {
    if (x[0] <= 1) return std::numeric_limits<double>::infinity();
    gradient[0] = 1 - 1 / (x[0] - 1);
    return x[0] - std::log(x[0] - 1);
  };
  const std::vector<double> low{0}, high{10};
  EXPECT_NEAR(minimize_in_box(barrier, {9}, low, high).x[0], 2, 1e-5);
  const BoxMinimum nowhere = minimize_in_box(barrier, {0.5}, low, high);
  EXPECT_FALSE(std::isfinite(nowhere.value));
  EXPECT_DOUBLE_EQ(nowhere.x[0], 0.5);
}

}  // namespace
}  // namespace vernier
