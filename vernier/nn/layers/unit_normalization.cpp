#include "vernier/nn/layers/unit_normalization.hpp"

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/unit_rows.hpp"

namespace vernier::nn {
namespace {

constexpr double unit_epsilon = 1e-12;

class UnitNormalizationLayer final : public Layer {
 public:
  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    normalize_rows(x.data, x.rows(), x.columns(), unit_epsilon, context.output.data,
                   context.buffer(0, x.rows()).data());
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    normalize_rows_gradient(context.output.data, context.buffer(0, dx.rows()).data(), context.output_gradient.data,
                            dx.rows(), dx.columns(), unit_epsilon, dx.data);
  }
};

}  // namespace

const LayerInfo& layer_unit_normalization() {
  static const LayerInfo info{.name = "unit_normalization",
                              .summary = "scales every vector along the last axis to length 1",
                              .cites = "keras/src/layers/normalization/unit_normalization.py",
                              .options = option_table<UnitNormalizationOptions>(),
                              .make = &make_with<Layer, UnitNormalizationLayer, UnitNormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
