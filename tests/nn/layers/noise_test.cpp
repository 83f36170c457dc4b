// The layers that disturb their input while training: what they draw has the moments that Keras's definitions give it.
#include <gtest/gtest.h>

#include <cmath>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

/// What `layer` makes of x (samples first) in one training step.
Tensor trained(const Component& component, const Tensor& x, std::uint64_t seed = 3) {
  const std::unique_ptr<Layer> layer = make_layer(component);
  const Shape sample = x.shape().without_front();
  (void)layer->build(std::span<const Shape>(&sample, 1));
  Tensor y(x.shape());
  Port port{.value = x.view(), .gradient = {}, .mask = {}};
  Context context;
  context.batch = x.shape()[0];
  context.training = true;
  context.rng = Rng(seed);
  context.inputs = std::span<Port>(&port, 1);
  context.output = y.view();
  layer->forward(context);
  return y;
}

struct Moments {
  double mean = 0;
  double deviation = 0;
};

Moments moments(const Tensor& x) {
  double sum = 0;
  double squares = 0;
  for (const float value : x.values()) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const double mean = sum / static_cast<double>(x.size());
  return {mean, std::sqrt(squares / static_cast<double>(x.size()) - mean * mean)};
}

Tensor filled(const Shape& shape, float value) {
  Tensor tensor(shape);
  for (float& element : tensor.values()) element = value;
  return tensor;
}

// 40,000 draws: a mean is right within four of its standard errors, a deviation within 2 %.
const Shape many{400, 100};

TEST(Noise, GaussianNoiseAddsWhatItsDeviationSays) {
  const Moments result = moments(trained({"gaussian_noise", {{"stddev", 0.5}}}, filled(many, 2.0F)));
  EXPECT_NEAR(result.mean, 2.0, 4 * 0.5 / 200);
  EXPECT_NEAR(result.deviation, 0.5, 0.01);
}

TEST(Noise, GaussianDropoutHasTheVarianceOfDropout) {
  const Moments result = moments(trained({"gaussian_dropout", {{"rate", 0.2}}}, filled(many, 3.0F)));
  EXPECT_NEAR(result.mean, 3.0, 4 * 1.5 / 200);
  EXPECT_NEAR(result.deviation, 3.0 * std::sqrt(0.2 / 0.8), 0.03);
}

TEST(Noise, AlphaDropoutKeepsMeanAndVarianceOfStandardNormalNumbers) {
  Tensor x(many);
  Rng rng(4);
  for (float& value : x.values()) value = static_cast<float>(rng.normal());
  const Tensor y = trained({"alpha_dropout", {{"rate", 0.3}}}, x);
  const Moments result = moments(y);
  EXPECT_NEAR(result.mean, 0.0, 0.03);
  EXPECT_NEAR(result.deviation, 1.0, 0.03);
  // what is dropped is one number, a share `rate` of them: a (1 - rate) times selu's limit
  const double limit = -1.7580993408473766;
  const double expected = limit * 0.7 / std::sqrt(0.7 * (1 + 0.3 * limit * limit));
  const auto dropped = std::count_if(y.values().begin(), y.values().end(), [&](float value) {
    return std::abs(static_cast<double>(value) - expected) < 1e-5;
  });
  EXPECT_NEAR(static_cast<double>(dropped) / static_cast<double>(y.size()), 0.3, 0.01);
}

TEST(Noise, SpatialDropoutTakesWholeChannels) {
  const auto shares = [](const std::string& name, const Shape& shape) {
    const Tensor y = trained({name, {{"rate", 0.25}}}, filled(shape, 3.0F));
    const Index channels = shape.back();
    const Index cells = y.size() / shape[0] / channels;
    Index zero = 0;
    for (Index sample = 0; sample < shape[0]; ++sample) {
      for (Index c = 0; c < channels; ++c) {
        const float first = y.data()[sample * cells * channels + c];
        EXPECT_TRUE(first == 0.0F || first == 4.0F) << first;
        zero += first == 0.0F ? 1 : 0;
        for (Index i = 1; i < cells; ++i) EXPECT_EQ(y.data()[(sample * cells + i) * channels + c], first);
      }
    }
    return static_cast<double>(zero) / static_cast<double>(shape[0] * channels);
  };
  EXPECT_NEAR(shares("spatial_dropout1d", {200, 3, 50}), 0.25, 0.02);
  EXPECT_NEAR(shares("spatial_dropout2d", {200, 2, 2, 50}), 0.25, 0.02);
}

TEST(Noise, ARateOfOneIsRefusedWhereNothingWouldBeLeft) {
  EXPECT_THROW((void)make_layer({"gaussian_dropout", {{"rate", 1.0}}}), InvalidArgument);
  EXPECT_THROW((void)make_layer({"alpha_dropout", {{"rate", 1.0}}}), InvalidArgument);
}

}  // namespace
}  // namespace vernier::nn
