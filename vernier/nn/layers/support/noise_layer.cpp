#include "vernier/nn/layers/support/noise_layer.hpp"

#include <algorithm>

#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

void NoiseLayer::forward(Context& context) const {
  const Index size = context.output.size();
  if (context.training && active_) {
    disturb(context, context.buffer(0, size));
  } else {
    std::copy_n(context.inputs[0].value.data, size, context.output.data);
  }
}

void NoiseLayer::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  const float* dy = context.output_gradient.data;
  if (context.training && active_) {
    const std::span<const float> factors = context.buffer(0, dx.size());
    for (std::size_t i = 0; i < factors.size(); ++i) dx.data[i] = dy[i] * factors[i];
  } else {
    std::copy_n(dy, dx.size(), dx.data);
  }
}

void draw_dropout(const Rng& rng, double rate, std::span<float> factors) {
  if (rate >= 1) {
    std::fill(factors.begin(), factors.end(), 0.0F);
  } else {
    kernels::dropout_mask(rng, rate, static_cast<float>(1.0 / (1.0 - rate)), factors);
  }
}

double rate_below_one(double rate) {
  if (rate >= 1) throw InvalidArgument(fmt::format("rate is {}", rate), "a number below 1");
  return rate;
}

}  // namespace vernier::nn
