#include "vernier/nn/layers/layer_normalization.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/gamma_beta.hpp"
#include "vernier/tensor/kernels.hpp"

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
    kernels::normalize_rows(call_of(x), x.data, context.output.data, context.buffer(0, x.rows()).data(),
                            context.buffer(1, x.rows()).data());
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    float* gamma_gradient = options_.scale ? weights_[0].gradient.data : nullptr;
    float* beta_gradient = options_.center ? weights_[beta_].gradient.data : nullptr;
    if (!context.accumulate) {
      if (gamma_gradient != nullptr) std::fill_n(gamma_gradient, x.columns(), 0.0F);
      if (beta_gradient != nullptr) std::fill_n(beta_gradient, x.columns(), 0.0F);
    }
    kernels::normalize_rows_gradient(call_of(x), x.data, context.buffer(0, x.rows()).data(),
                                     context.buffer(1, x.rows()).data(), context.output_gradient.data, gamma_gradient,
                                     beta_gradient, context.inputs[0].gradient.data);
  }

 private:
  kernels::RowNormalization call_of(ConstView x) const {
    return {.rows = x.rows(),
            .columns = x.columns(),
            .epsilon = static_cast<float>(options_.epsilon),
            .gamma = options_.scale ? weights_[0].value.data : nullptr,
            .beta = options_.center ? weights_[beta_].value.data : nullptr};
  }

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
