#include "vernier/nn/layers/up_sampling1d.hpp"

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/repetition.hpp"

namespace vernier::nn {
namespace {

class UpSampling1DLayer final : public Layer {
 public:
  explicit UpSampling1DLayer(const UpSampling1DOptions& options) : size_(options.size) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 2, "(steps, channels)");
    return {inputs[0][0] * size_, inputs[0][1]};
  }
  // the steps of all samples lie one after another
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    repetition(x.rows(), x.columns()).repeat(x.data, context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) repetition(dx.rows(), dx.columns()).sum(context.output_gradient.data, dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  [[nodiscard]] Repetition repetition(Index steps, Index channels) const {
    return {.columns = steps, .channels = channels, .column_factor = size_};
  }

  Index size_;
};

}  // namespace

const LayerInfo& layer_up_sampling1d() {
  static const LayerInfo info{.name = "up_sampling1d",
                              .summary = "every step several times",
                              .cites = "keras/src/layers/reshaping/up_sampling1d.py",
                              .options = option_table<UpSampling1DOptions>(),
                              .make = &make_with<Layer, UpSampling1DLayer, UpSampling1DOptions>};
  return info;
}

}  // namespace vernier::nn
