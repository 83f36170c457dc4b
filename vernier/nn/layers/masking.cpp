#include "vernier/nn/layers/masking.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {
namespace {

class MaskingLayer final : public Layer {
 public:
  explicit MaskingLayer(const MaskingOptions& options) : value_(static_cast<float>(options.mask_value)) {}

  Shape build(std::span<const Shape> inputs) override {
    expect_rank(inputs[0], 2, "(steps, features)");
    return inputs[0];
  }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index features = x.columns();
    float* mask = context.output_mask.data;
    for (Index step = 0; step < x.rows(); ++step) {
      const float* from = x.data + step * features;
      const bool counts = std::any_of(from, from + features, [&](float element) { return element != value_; });
      mask[step] = counts ? 1.0F : 0.0F;
    }
    copy_counted(x.data, context, context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) copy_counted(context.output_gradient.data, context, dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::makes; }

 private:
  /// Copies the steps that count and writes 0 to the others.
  static void copy_counted(const float* from, const Context& context, float* to) {
    const Index features = context.output.columns();
    const float* mask = context.output_mask.data;
    for (Index step = 0; step < context.output.rows(); ++step, from += features, to += features) {
      if (mask[step] != 0.0F) {
        std::copy_n(from, features, to);
      } else {
        std::fill_n(to, features, 0.0F);
      }
    }
  }

  float value_;
};

}  // namespace

const LayerInfo& layer_masking() {
  static const LayerInfo info{.name = "masking",
                              .summary = "masks the steps whose features all have one value",
                              .cites = "keras/src/layers/core/masking.py",
                              .options = option_table<MaskingOptions>(),
                              .make = &make_with<Layer, MaskingLayer, MaskingOptions>};
  return info;
}

}  // namespace vernier::nn
