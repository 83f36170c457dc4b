#include "vernier/nn/layers/support/affine_layer.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {
Shape AffineLayer::build(std::span<const Shape> inputs) {
  expect_rank(inputs[0], 3, "(rows, columns, channels)");
  image_ = {inputs[0][0], inputs[0][1], inputs[0][2]};
  return inputs[0];
}

void AffineLayer::forward(Context& context) const {
  const float* x = context.inputs[0].value.data;
  float* y = context.output.data;
  if (!context.training) {
    std::copy_n(x, context.output.size(), y);
    return;
  }
  Rng rng = context.rng;
  for (Index sample = 0; sample < context.batch; ++sample) {
    transform_image(draw(rng), sampling_, image_, x + sample * image_.size(), y + sample * image_.size());
  }
}

void AffineLayer::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  const float* dy = context.output_gradient.data;
  if (!context.training) {
    std::copy_n(dy, dx.size(), dx.data);
    return;
  }
  std::fill_n(dx.data, dx.size(), 0.0F);
  Rng rng = context.rng;  // the same maps again
  for (Index sample = 0; sample < context.batch; ++sample) {
    add_transform_gradient(draw(rng), sampling_, image_, dy + sample * image_.size(), dx.data + sample * image_.size());
  }
}

}  // namespace vernier::nn
