#include "vernier/nn/activations/activation.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class TanhActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override { kernels::tanh(x.values(), y.values()); }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    kernels::tanh_gradient(y.values(), dy.values(), dx.values());
  }
};

}  // namespace

const ActivationInfo& activation_tanh() {
  static const ActivationInfo info{.name = "tanh",
                                   .summary = "hyperbolic tangent, between -1 and 1",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, TanhActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
