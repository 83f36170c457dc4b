#include "vernier/nn/layers/flatten.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class FlattenLayer : public Layer {
 public:
  Shape build(std::span<const Shape> inputs) override { return {inputs[0].size()}; }
  void forward(Context& context) const override {
    std::copy_n(context.inputs[0].value.data, context.output.size(), context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) std::copy_n(context.output_gradient.data, dx.size(), dx.data);
  }
  MaskRole mask_role() const override { return MaskRole::ends; }
};

}  // namespace

const LayerInfo& layer_flatten() {
  static const LayerInfo info{.name = "flatten",
                              .summary = "folds all axes of a sample into one",
                              .cites = "keras/src/layers/reshaping/flatten.py",
                              .options = option_table<FlattenOptions>(),
                              .make = &make_with<Layer, FlattenLayer, FlattenOptions>};
  return info;
}

}  // namespace vernier::nn
