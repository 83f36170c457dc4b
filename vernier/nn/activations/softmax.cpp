#include "vernier/nn/activations/activation.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class SoftmaxActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override { kernels::softmax_rows(x.data, x.rows(), x.columns(), y.data); }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    kernels::softmax_gradient_rows(y.data, dy.data, y.rows(), y.columns(), dx.data);
  }
};

}  // namespace

const ActivationInfo& activation_softmax() {
  static const ActivationInfo info{.name = "softmax",
                                   .summary = "e^x over its sum along the last axis: probabilities of classes",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, SoftmaxActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
