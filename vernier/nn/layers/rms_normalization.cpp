#include "vernier/nn/layers/rms_normalization.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class RMSNormalizationLayer final : public Layer {
 public:
  explicit RMSNormalizationLayer(const RMSNormalizationOptions& options)
      : epsilon_(static_cast<float>(options.epsilon)) {}

  Shape build(std::span<const Shape> inputs) override {
    weights_.push_back({.name = "scale", .shape = {inputs[0].back()}, .initializer = "ones"});
    return inputs[0];
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const float* scale = weights_[0].value.data;
    float* inverse = context.buffer(0, x.rows()).data();
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      float* to = context.output.data + r * columns;
      float squares = 0;
      for (Index c = 0; c < columns; ++c) squares += from[c] * from[c];
      inverse[r] = 1.0F / std::sqrt(squares / static_cast<float>(columns) + epsilon_);
      for (Index c = 0; c < columns; ++c) to[c] = from[c] * inverse[r] * scale[c];
    }
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const float* scale = weights_[0].value.data;
    const float* inverse = context.buffer(0, x.rows()).data();
    const View dx = context.inputs[0].gradient;
    float* gradient = weights_[0].gradient.data;
    if (gradient != nullptr && !context.accumulate) std::fill_n(gradient, columns, 0.0F);
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      const float* dy = context.output_gradient.data + r * columns;
      const float inv = inverse[r];
      for (Index c = 0; gradient != nullptr && c < columns; ++c) gradient[c] += dy[c] * from[c] * inv;
      if (dx.data == nullptr) continue;
      float along = 0;
      for (Index c = 0; c < columns; ++c) along += dy[c] * scale[c] * from[c];
      const float pull = along * inv * inv / static_cast<float>(columns);
      float* to = dx.data + r * columns;
      for (Index c = 0; c < columns; ++c) to[c] = inv * (dy[c] * scale[c] - from[c] * pull);
    }
  }
  // as in Keras, whose layer does not know of masks
  MaskRole mask_role() const override { return MaskRole::ends; }

 private:
  float epsilon_;
};

}  // namespace

const LayerInfo& layer_rms_normalization() {
  static const LayerInfo info{
      .name = "rms_normalization",
      .summary = "divides every vector along the last axis by its root mean square",
      .cites = "Zhang and Sennrich, NeurIPS 2019; keras/src/layers/normalization/rms_normalization.py",
      .options = option_table<RMSNormalizationOptions>(),
      .make = &make_with<Layer, RMSNormalizationLayer, RMSNormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
