#include "vernier/nn/layers/leaky_relu.hpp"

#include "vernier/nn/layers/support/function_layer.hpp"

namespace vernier::nn {
namespace {

class LeakyReLULayer final : public FunctionLayer {
 public:
  explicit LeakyReLULayer(const LeakyReLUOptions& options)
      : FunctionLayer({"leaky_relu", {{"negative_slope", options.negative_slope}}}) {}
};

}  // namespace

const LayerInfo& layer_leaky_relu() {
  static const LayerInfo info{.name = "leaky_relu",
                              .summary = "x above 0, negative_slope * x below",
                              .cites = "keras/src/layers/activations/leaky_relu.py",
                              .options = option_table<LeakyReLUOptions>(),
                              .make = &make_with<Layer, LeakyReLULayer, LeakyReLUOptions>};
  return info;
}

}  // namespace vernier::nn
