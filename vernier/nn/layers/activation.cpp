#include "vernier/nn/layers/activation.hpp"

#include <algorithm>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {
namespace {

class ActivationFunctionLayer : public Layer {
 public:
  explicit ActivationFunctionLayer(const ActivationOptions& options) : function_(make_activation(options.activation)) {}

  Shape build(std::span<const Shape> inputs) override {
    return function_ ? function_->output_shape(inputs[0]) : inputs[0];
  }
  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    if (function_) {
      function_->forward(x, context.output);
    } else {
      std::copy_n(x.data, x.size(), context.output.data);
    }
  }
  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    if (function_) {
      function_->backward(context.inputs[0].value, context.output, context.output_gradient, dx);
    } else {
      std::copy_n(context.output_gradient.data, dx.size(), dx.data);
    }
  }

 private:
  std::unique_ptr<Activation> function_;  // null: linear
};

}  // namespace

const LayerInfo& layer_activation() {
  static const LayerInfo info{.name = "activation",
                              .summary = "an activation function as a layer",
                              .cites = "keras/src/layers/activations/activation.py",
                              .options = option_table<ActivationOptions>(),
                              .make = &make_with<Layer, ActivationFunctionLayer, ActivationOptions>};
  return info;
}

}  // namespace vernier::nn
