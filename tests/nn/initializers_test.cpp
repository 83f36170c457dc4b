#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {
namespace {

Tensor drawn(const Component& component, const Shape& shape, std::uint64_t seed = 1) {
  Tensor weights(shape);
  std::ranges::fill(weights.values(), 77.0F);  // everything must be overwritten
  make_initializer(component)->fill(weights.view(), Rng(seed));
  return weights;
}

struct Moments {
  double mean;
  double stddev;
  double largest;
};
Moments moments(const Tensor& weights) {
  Moments m{};
  for (const float w : weights.values()) m.mean += w;
  m.mean /= static_cast<double>(weights.size());
  for (const float w : weights.values()) {
    m.stddev += (w - m.mean) * (w - m.mean);
    m.largest = std::max(m.largest, std::abs(double{w}));
  }
  m.stddev = std::sqrt(m.stddev / static_cast<double>(weights.size()));
  return m;
}

TEST(Initializers, FansOfKeras) {
  const auto expect = [](const Shape& shape, double in, double out) {
    EXPECT_EQ(compute_fans(shape).in, in) << to_string(shape);
    EXPECT_EQ(compute_fans(shape).out, out) << to_string(shape);
  };
  expect({}, 1, 1);
  expect({7}, 7, 7);
  expect({3, 5}, 3, 5);
  expect({3, 3, 16, 32}, 144, 288);
  expect({5, 4, 8}, 20, 40);
}

// 60 000 weights: the standard deviation of a uniform draw is known to 0.2 %, of a normal one to 0.3 %, so 1.5 % is
// beyond five standard errors; so are 5 sigma / sqrt(n) for the mean.
TEST(Initializers, SpreadsAreThoseOfTheirFormulas) {
  const Shape shape{200, 300};
  struct Expected {
    Component component;
    double stddev;
    double limit;  // of |w|; 0 for none
  };
  const auto uniform = [](Component component, double limit) {
    return Expected{std::move(component), limit / std::sqrt(3.0), limit};
  };
  const double cut = 2.0 / 0.87962566103423978;
  const Expected all[] = {
      uniform("glorot_uniform", std::sqrt(6.0 / 500)),
      uniform("he_uniform", std::sqrt(6.0 / 200)),
      uniform("lecun_uniform", std::sqrt(3.0 / 200)),
      uniform("random_uniform", 0.05),
      uniform({"variance_scaling", {{"scale", 2.0}, {"mode", "fan_out"}, {"distribution", "uniform"}}},
              std::sqrt(6.0 / 300)),
      {"glorot_normal", std::sqrt(2.0 / 500), cut * std::sqrt(2.0 / 500)},
      {"he_normal", std::sqrt(2.0 / 200), cut * std::sqrt(2.0 / 200)},
      {"lecun_normal", std::sqrt(1.0 / 200), cut * std::sqrt(1.0 / 200)},
      {"variance_scaling", std::sqrt(1.0 / 200), cut * std::sqrt(1.0 / 200)},
      {{"variance_scaling", {{"mode", "fan_avg"}, {"distribution", "untruncated_normal"}}}, std::sqrt(1.0 / 250), 0},
      {"random_normal", 0.05, 0},
      {{"truncated_normal", {{"stddev", 0.1}}}, 0.1 * 0.87962566103423978, 0.2},
  };
  for (const Expected& expected : all) {
    const Moments m = moments(drawn(expected.component, shape));
    const std::string name = to_text(expected.component);
    EXPECT_NEAR(m.stddev, expected.stddev, 0.015 * expected.stddev) << name;
    EXPECT_NEAR(m.mean, 0.0, 5 * expected.stddev / std::sqrt(60000.0)) << name;
    if (expected.limit > 0) {
      EXPECT_LE(m.largest, expected.limit * (1 + 1e-6)) << name;
      EXPECT_GT(m.largest, expected.limit * 0.98) << name;
    } else {
      EXPECT_GT(m.largest, 3.5 * expected.stddev) << name;  // not cut
    }
  }
}

TEST(Initializers, OrthogonalHasOrthonormalRowsOrColumns) {
  for (const Shape& shape : {Shape{5, 9}, Shape{9, 5}, Shape{6, 6}, Shape{2, 3, 4}}) {
    const Tensor weights = drawn({"orthogonal", {{"gain", 2.0}}}, shape);
    const Index rows = weights.view().rows();
    const Index columns = weights.view().columns();
    const bool by_rows = rows <= columns;
    const Index count = std::min(rows, columns);
    for (Index i = 0; i < count; ++i) {
      for (Index j = 0; j < count; ++j) {
        double dot = 0.0;
        for (Index k = 0; k < std::max(rows, columns); ++k) {
          const auto at = [&](Index v) { return by_rows ? v * columns + k : k * columns + v; };
          dot += double{weights.data()[at(i)]} * double{weights.data()[at(j)]};
        }
        EXPECT_NEAR(dot, i == j ? 4.0 : 0.0, 1e-5) << to_string(shape) << i << j;
      }
    }
  }
  // both signs of a determinant occur, so Q is not biased by the sign rule of the factorisation
  int positive = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) positive += drawn("orthogonal", {1, 1}, seed).data()[0] > 0 ? 1 : 0;
  EXPECT_NEAR(positive, 100, 36);
}

TEST(Initializers, PlainOnes) {
  using testing::Each;
  EXPECT_THAT(drawn("zeros", {2, 3}).values(), Each(0.0F));
  EXPECT_THAT(drawn("ones", {4}).values(), Each(1.0F));
  EXPECT_THAT(drawn(0.25, {4}).values(), Each(0.25F));
  EXPECT_THAT(drawn({"identity", {{"gain", 3.0}}}, {2, 3}).values(), testing::ElementsAre(3, 0, 0, 0, 3, 0));
  EXPECT_THAT(drawn({"unit_forget_bias", {{"others", 0.5}}}, {8}).values(),
              testing::ElementsAre(0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5));
  EXPECT_THROW((void)drawn("identity", {3}), InvalidArgument);
  EXPECT_THROW((void)drawn("orthogonal", {3}), InvalidArgument);
  EXPECT_THROW((void)make_initializer({"random_uniform", {{"minval", 1.0}, {"maxval", 0.0}}}), InvalidArgument);
  EXPECT_EQ(&initializers().get("uniform"), &initializers().get("random_uniform"));
}

TEST(Initializers, SameStreamSameWeights) {
  for (const InitializerInfo* info : initializers().all()) {
    EXPECT_TRUE(std::ranges::equal(drawn(info->name, {7, 5}, 3).values(), drawn(info->name, {7, 5}, 3).values()));
    const bool random = info->cites.find("random_initializers") != std::string::npos;
    EXPECT_EQ(std::ranges::equal(drawn(info->name, {7, 5}, 3).values(), drawn(info->name, {7, 5}, 4).values()), !random)
        << info->name;
  }
}

}  // namespace
}  // namespace vernier::nn
