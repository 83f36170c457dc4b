#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct SigmoidFunction {
  static constexpr bool uses_input = false;
  float operator()(float x) const { return logistic(x); }
  float derivative(float /*x*/, float y) const { return y * (1.0F - y); }
};

}  // namespace

const ActivationInfo& activation_sigmoid() {
  static const ActivationInfo info{.name = "sigmoid",
                                   .summary = "1 / (1 + e^-x): a probability",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<SigmoidFunction>};
  return info;
}

}  // namespace vernier::nn
