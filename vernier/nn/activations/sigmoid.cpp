#include "vernier/nn/activations/activation.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class SigmoidActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override { kernels::sigmoid(x.values(), y.values()); }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    kernels::sigmoid_gradient(y.values(), dy.values(), dx.values());
  }
};

}  // namespace

const ActivationInfo& activation_sigmoid() {
  static const ActivationInfo info{.name = "sigmoid",
                                   .summary = "1 / (1 + e^-x): a probability",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, SigmoidActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
