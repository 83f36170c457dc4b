#include "vernier/nn/layers/support/function_layer.hpp"

#include <algorithm>

namespace vernier::nn {

Shape FunctionLayer::build(std::span<const Shape> inputs) {
  return function_ ? function_->output_shape(inputs[0]) : inputs[0];
}

void FunctionLayer::forward(Context& context) const {
  const ConstView x = context.inputs[0].value;
  if (function_) {
    function_->forward(x, context.output);
  } else {
    std::copy_n(x.data, x.size(), context.output.data);
  }
}

void FunctionLayer::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  if (function_) {
    function_->backward(context.inputs[0].value, context.output, context.output_gradient, dx);
  } else {
    std::copy_n(context.output_gradient.data, dx.size(), dx.data);
  }
}

}  // namespace vernier::nn
