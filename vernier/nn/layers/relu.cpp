#include "vernier/nn/layers/relu.hpp"

#include "vernier/nn/layers/support/function_layer.hpp"

namespace vernier::nn {
namespace {

Component relu_of(const ReLUOptions& options) {
  Component relu{"relu", {{"negative_slope", options.negative_slope}, {"threshold", options.threshold}}};
  if (options.max_value) relu.options["max_value"] = *options.max_value;
  return relu;
}

class ReLULayer final : public FunctionLayer {
 public:
  explicit ReLULayer(const ReLUOptions& options) : FunctionLayer(relu_of(options)) {}
};

}  // namespace

const LayerInfo& layer_relu() {
  static const LayerInfo info{.name = "relu",
                              .summary = "x above the threshold, up to max_value",
                              .cites = "keras/src/layers/activations/relu.py",
                              .options = option_table<ReLUOptions>(),
                              .make = &make_with<Layer, ReLULayer, ReLUOptions>};
  return info;
}

}  // namespace vernier::nn
