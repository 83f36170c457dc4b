#include "vernier/nn/layers/elu.hpp"

#include "vernier/nn/layers/support/function_layer.hpp"

namespace vernier::nn {
namespace {

class ELULayer final : public FunctionLayer {
 public:
  explicit ELULayer(const ELUOptions& options) : FunctionLayer({"elu", {{"alpha", options.alpha}}}) {}
};

}  // namespace

const LayerInfo& layer_elu() {
  static const LayerInfo info{.name = "elu",
                              .summary = "x above 0, alpha * (e^x - 1) below",
                              .cites = "keras/src/layers/activations/elu.py",
                              .options = option_table<ELUOptions>(),
                              .make = &make_with<Layer, ELULayer, ELUOptions>};
  return info;
}

}  // namespace vernier::nn
