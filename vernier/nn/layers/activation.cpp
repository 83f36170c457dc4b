#include "vernier/nn/layers/activation.hpp"

#include "vernier/nn/layers/support/function_layer.hpp"

namespace vernier::nn {
namespace {

class ActivationFunctionLayer final : public FunctionLayer {
 public:
  explicit ActivationFunctionLayer(const ActivationOptions& options) : FunctionLayer(options.activation) {}
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
