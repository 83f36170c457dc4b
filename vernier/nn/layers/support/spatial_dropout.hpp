#pragma once
// Dropout of whole channels.
#include "vernier/nn/layers/dropout.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/noise_layer.hpp"

namespace vernier::nn {

/// Over (steps, channels) or (rows, columns, channels).
template <std::size_t axes>
class SpatialDropout final : public NoiseLayer {
 public:
  explicit SpatialDropout(const DropoutOptions& options) : NoiseLayer(options.rate > 0), rate_(options.rate) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], axes + 1, axes == 1 ? "(steps, channels)" : "(rows, columns, channels)");
    return inputs[0];
  }

 private:
  void disturb(Context& context, std::span<float> factors) const override {
    const ConstView x = context.inputs[0].value;
    const Index channels = x.columns();
    const std::span<float> drawn = context.buffer(1, context.batch * channels);
    draw_dropout(context.rng, rate_, drawn);
    const Index cells = x.rows() / context.batch;
    for (Index row = 0; row < x.rows(); ++row) {
      const float* factor = drawn.data() + row / cells * channels;
      const Index first = row * channels;
      for (Index c = 0; c < channels; ++c) {
        factors[static_cast<std::size_t>(first + c)] = factor[c];
        context.output.data[first + c] = x.data[first + c] * factor[c];
      }
    }
  }

  double rate_;
};

}  // namespace vernier::nn
