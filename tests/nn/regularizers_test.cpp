#include <gmock/gmock.h>

#include <cmath>

#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {
namespace {

const Tensor& sample() {
  static const Tensor weights(Shape{3, 2}, std::vector<float>{1, -2, 0.5F, 0.25F, -1, 3});
  return weights;
}

double value(const Component& component, const Tensor& weights = sample()) {
  return make_regularizer(component)->value(weights.view());
}

TEST(Regularizers, ValuesOfTheirFormulas) {
  const double absolute = 1 + 2 + 0.5 + 0.25 + 1 + 3;
  const double squares = 1 + 4 + 0.25 + 0.0625 + 1 + 9;
  EXPECT_NEAR(value("l1"), 0.01 * absolute, 1e-9);
  EXPECT_NEAR(value({"l1", {{"l1", 0.5}}}), 0.5 * absolute, 1e-9);
  EXPECT_NEAR(value("l2"), 0.01 * squares, 1e-9);  // no factor of one half
  EXPECT_NEAR(value("l1_l2"), 0.0, 1e-12);
  EXPECT_NEAR(value({"l1l2", {{"l1", 0.1}, {"l2", 0.2}}}), 0.1 * absolute + 0.2 * squares, 1e-9);
  // rows (1, -2), (.5, .25), (-1, 3): |cosines| 0, 7 / sqrt(50) and .25 / sqrt(3.125)
  const double cosines = 7 / std::sqrt(50.0) + 0.25 / std::sqrt(3.125);
  EXPECT_NEAR(value("orthogonal"), 0.01 * cosines / 3, 1e-9);
  // columns (1, .5, -1) and (-2, .25, 3)
  EXPECT_NEAR(value({"orthogonal_regularizer", {{"mode", "columns"}, {"factor", 1.0}}}),
              std::abs(-2 + 0.125 - 3) / std::sqrt(2.25 * 13.0625), 1e-7);
  EXPECT_EQ(value("orthogonal", Tensor(Shape{1, 4})), 0.0);  // one vector has no pair
}

TEST(Regularizers, GradientsAgreeWithDifferencesAndAreAdded) {
  const Component all[] = {"l1",
                           "l2",
                           {"l1_l2", {{"l1", 0.1}, {"l2", 0.2}}},
                           "orthogonal",
                           {"orthogonal", {{"mode", "columns"}, {"factor", 2.0}}}};
  for (const Component& component : all) {
    const auto regularizer = make_regularizer(component);
    Tensor weights(Shape{3, 2}, std::vector<float>{1, -2, 0.5F, 0.75F, -1, 3});
    Tensor gradient(weights.shape());
    std::ranges::fill(gradient.values(), 1.0F);
    regularizer->add_gradient(weights.view(), 3.0F, gradient.view());
    for (Index i = 0; i < weights.size(); ++i) {
      Tensor up = weights;
      Tensor down = weights;
      up.data()[i] += 1e-2F;
      down.data()[i] -= 1e-2F;
      const double difference = (regularizer->value(up.view()) - regularizer->value(down.view())) / 2e-2;
      EXPECT_NEAR(gradient.data()[i], 1.0 + 3.0 * difference, 2e-4) << component.name << i;
    }
  }
}

TEST(Regularizers, NothingAndMistakes) {
  EXPECT_EQ(make_regularizer({}), nullptr);
  EXPECT_THROW((void)make_regularizer({"l2", {{"l2", -1}}}), InvalidArgument);
  EXPECT_THROW((void)value("orthogonal", Tensor(Shape{4})), InvalidArgument);
}

}  // namespace
}  // namespace vernier::nn
