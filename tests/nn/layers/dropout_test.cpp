#include "vernier/nn/layers/dropout.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

struct DropoutCall {
  Tensor y{Shape{100, 100}};
  Tensor dx{Shape{100, 100}};
};

// Ones in, ones as the gradient from above.
DropoutCall call_dropout(double rate, bool training, std::uint64_t seed = 1) {
  const std::unique_ptr<Layer> layer = make_layer(Dropout(rate));
  DropoutCall result;
  Tensor x(result.y.shape());
  std::ranges::fill(x.values(), 1.0F);
  Tensor dy = x;
  (void)layer->build(std::vector<Shape>{{100}});
  Port port{.value = x.view(), .gradient = result.dx.view(), .mask = {}};
  Context context;
  context.batch = 100;
  context.training = training;
  context.rng = Rng(seed);
  context.inputs = std::span<Port>(&port, 1);
  context.output = result.y.view();
  context.output_gradient = dy.view();
  layer->forward(context);
  layer->backward(context);
  return result;
}

TEST(Dropout, WhatIsKeptIsScaledSoThatTheMeanStays) {
  const DropoutCall call = call_dropout(0.2, true);
  Index zeros = 0;
  for (const float value : call.y.values()) {
    zeros += value == 0.0F ? 1 : 0;
    EXPECT_TRUE(value == 0.0F || value == 1.25F) << value;
  }
  EXPECT_NEAR(static_cast<double>(zeros), 2000.0, 200.0);              // five standard deviations of a binomial count
  EXPECT_TRUE(std::ranges::equal(call.dx.values(), call.y.values()));  // the same mask on the way back
  EXPECT_FALSE(std::ranges::equal(call_dropout(0.2, true, 2).y.values(), call.y.values()));
}

TEST(Dropout, InferenceAndARateOfZeroAreTheIdentity) {
  const auto all = [](const Tensor& tensor, float value) {
    return std::ranges::all_of(tensor.values(), [value](float element) { return element == value; });
  };
  EXPECT_TRUE(all(call_dropout(0.9, false).y, 1.0F));
  EXPECT_TRUE(all(call_dropout(0.0, true).y, 1.0F));
  EXPECT_TRUE(all(call_dropout(1.0, true).y, 0.0F));
}

}  // namespace
}  // namespace vernier::nn
