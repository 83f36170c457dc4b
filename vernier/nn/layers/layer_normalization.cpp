#include "vernier/nn/layers/layer_normalization.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/layers/support/gamma_beta.hpp"

namespace vernier::nn {
namespace {

class LayerNormalizationLayer : public Layer {
 public:
  explicit LayerNormalizationLayer(const LayerNormalizationOptions& options)
      : options_(options), beta_(options.scale ? 1 : 0) {}

  Shape build(std::span<const Shape> inputs) override {
    add_gamma_and_beta(options_, Shape{inputs[0].back()}, weights_);
    return inputs[0];
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const std::span<float> mean = context.buffer(0, x.rows());
    const std::span<float> inverse = context.buffer(1, x.rows());
    const auto count = static_cast<float>(columns);
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      float* to = context.output.data + r * columns;
      float sum = 0;
      for (Index c = 0; c < columns; ++c) sum += from[c];
      const float m = sum / count;
      float squares = 0;
      for (Index c = 0; c < columns; ++c) squares += (from[c] - m) * (from[c] - m);
      const float inv = 1.0F / std::sqrt(squares / count + static_cast<float>(options_.epsilon));
      mean[static_cast<std::size_t>(r)] = m;
      inverse[static_cast<std::size_t>(r)] = inv;
      for (Index c = 0; c < columns; ++c) {
        const float normal = (from[c] - m) * inv;
        to[c] = (options_.scale ? normal * weights_[0].value.data[c] : normal) +
                (options_.center ? weights_[beta_].value.data[c] : 0.0F);
      }
    }
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const std::span<float> mean = context.buffer(0, x.rows());
    const std::span<float> inverse = context.buffer(1, x.rows());
    const View dx = context.inputs[0].gradient;
    float* gamma_gradient = options_.scale ? weights_[0].gradient.data : nullptr;
    float* beta_gradient = options_.center ? weights_[beta_].gradient.data : nullptr;
    if (!context.accumulate) {
      if (gamma_gradient != nullptr) std::fill_n(gamma_gradient, columns, 0.0F);
      if (beta_gradient != nullptr) std::fill_n(beta_gradient, columns, 0.0F);
    }
    const auto count = static_cast<float>(columns);
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      const float* dy = context.output_gradient.data + r * columns;
      const float m = mean[static_cast<std::size_t>(r)];
      const float inv = inverse[static_cast<std::size_t>(r)];
      float sum = 0;
      float product = 0;
      for (Index c = 0; c < columns; ++c) {
        const float normal = (from[c] - m) * inv;
        const float g = options_.scale ? dy[c] * weights_[0].value.data[c] : dy[c];
        sum += g;
        product += g * normal;
        if (gamma_gradient != nullptr) gamma_gradient[c] += dy[c] * normal;
        if (beta_gradient != nullptr) beta_gradient[c] += dy[c];
      }
      if (dx.data == nullptr) continue;
      for (Index c = 0; c < columns; ++c) {
        const float normal = (from[c] - m) * inv;
        const float g = options_.scale ? dy[c] * weights_[0].value.data[c] : dy[c];
        dx.data[r * columns + c] = inv * (g - sum / count - normal * product / count);
      }
    }
  }

 private:
  LayerNormalizationOptions options_;
  std::size_t beta_;  // position in weights_
};

}  // namespace

const LayerInfo& layer_layer_normalization() {
  static const LayerInfo info{
      .name = "layer_normalization",
      .summary = "normalises every sample over its last axis",
      .cites = "Ba, Kiros and Hinton 2016; keras/src/layers/normalization/layer_normalization.py",
      .options = option_table<LayerNormalizationOptions>(),
      .make = &make_with<Layer, LayerNormalizationLayer, LayerNormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
