#pragma once
// What flatten and reshape share.
#include <algorithm>

#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

/// A layer whose output has the elements of its input in the same order, under another shape; `build` says which.
class SameElementsLayer : public Layer {
 public:
  void forward(Context& context) const override {
    std::copy_n(context.inputs[0].value.data, context.output.size(), context.output.data);
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) std::copy_n(context.output_gradient.data, dx.size(), dx.data);
  }
  [[nodiscard]] MaskRole mask_role() const override { return MaskRole::ends; }
};

}  // namespace vernier::nn
