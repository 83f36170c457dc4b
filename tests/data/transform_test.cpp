#include "vernier/data/transform.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

float once(const NumericTransform& transform, double value) {
  float out = 0;
  transform.apply(value, &out);
  return out;
}

std::vector<double> lognormal(std::size_t count) {
  Rng rng(1);
  std::vector<double> values(count);
  for (double& value : values) value = std::exp(rng.normal());
  return values;
}

TEST(Transform, QuantilesGiveNormalScoresOfRanks) {
  std::vector<double> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(std::pow(i, 3));
  const NumericTransform transform = NumericTransform::fit(values, "quantile");
  EXPECT_NEAR(once(transform, std::pow(500, 3)), 0.0F, 1e-3);
  EXPECT_NEAR(once(transform, std::pow(841, 3)), 0.9986F, 0.02);  // the normal quantile of 0.841
  EXPECT_NEAR(once(transform, std::pow(25, 3)), -1.96F, 0.03);    // of 0.025
  EXPECT_EQ(once(transform, -5), once(transform, 0)) << "held at the smallest training value";
}

TEST(Transform, TiesShareTheMiddleOfTheirRanks) {
  std::vector<double> values(90, 0.0);  // nine of ten are zero, as capital gains are
  for (int i = 1; i <= 10; ++i) values.push_back(i);
  const NumericTransform transform = NumericTransform::fit(values, "quantile");
  EXPECT_NEAR(once(transform, 0), -0.1257F, 1e-3);  // of 0.45
  EXPECT_GT(once(transform, 1), 1.2F);
}

TEST(Transform, PowerFindsTheLogarithmOfLognormalValues) {
  std::vector<double> values = lognormal(4000);
  for (double& value : values) value = 100 * value - 1;  // lambda 0 is the logarithm of 1 + v, for v above 0
  const Json json = NumericTransform::fit(values, "power").to_json();
  EXPECT_NEAR(json.at("lambda").get<double>(), 0.0, 0.06);
}

TEST(Transform, StandardisedKindsHaveMeanZeroAndDeviationOne) {
  const std::vector<double> values = lognormal(2000);
  for (const std::string kind : {"standard", "log", "power"}) {
    const NumericTransform transform = NumericTransform::fit(values, kind);
    double sum = 0, square = 0;
    for (const double value : values) {
      const double out = once(transform, value);
      sum += out;
      square += out * out;
    }
    EXPECT_NEAR(sum / 2000, 0, 0.01) << kind;
    EXPECT_NEAR(square / 2000, 1, 0.05) << kind;
  }
}

TEST(Transform, RobustUsesMedianAndQuartiles) {
  const std::vector<double> values{1, 2, 3, 4, 1000};
  const NumericTransform transform = NumericTransform::fit(values, "robust");
  EXPECT_FLOAT_EQ(once(transform, 3), 0);
  EXPECT_FLOAT_EQ(once(transform, 4), 1.349F / 2);
}

TEST(Transform, PiecewiseFillsBinAfterBin) {
  const std::vector<double> values{0, 1, 2, 3, 4};
  const NumericTransform transform = NumericTransform::fit(values, "piecewise", 4);
  ASSERT_EQ(transform.width(), 4U);
  std::vector<float> out(4);
  transform.apply(2.25, out.data());
  EXPECT_THAT(out, testing::ElementsAre(1, 1, 0.25F, 0));
  transform.apply(-9, out.data());
  EXPECT_THAT(out, testing::Each(0));
  transform.apply(9, out.data());
  EXPECT_THAT(out, testing::Each(1));
}

TEST(Transform, AutoLooksAtTheTails) {
  EXPECT_EQ(NumericTransform::fit(lognormal(500), "auto").kind(), "quantile");
  std::vector<double> normal(500);
  Rng rng(2);
  for (double& value : normal) value = rng.normal();
  EXPECT_EQ(NumericTransform::fit(normal, "auto").kind(), "standard");
  std::vector<double> many(2000);
  for (double& value : many) value = rng.normal();
  EXPECT_EQ(NumericTransform::fit(many, "auto").kind(), "quantile") << "enough to know the ranks well";
  std::vector<double> few(500, 0.0);
  few[3] = 1;
  EXPECT_EQ(NumericTransform::fit(few, "auto").kind(), "standard") << "two different values have no tail";
}

TEST(Transform, ConstantsAndSingleValuesDoNotDivideByZero) {
  for (const std::string& kind : transform_names()) {
    const std::vector<double> values{5, 5, 5};
    const NumericTransform transform = NumericTransform::fit(values, kind);
    std::vector<float> out(transform.width());
    transform.apply(5, out.data());
    transform.apply(7, out.data());
    for (const float value : out) EXPECT_TRUE(std::isfinite(value)) << kind;
  }
}

}  // namespace
}  // namespace vernier
