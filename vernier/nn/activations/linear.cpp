#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct LinearFunction {
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x; }
  float derivative(float /*x*/, float /*y*/) const { return 1.0F; }
};

}  // namespace

const ActivationInfo& activation_linear() {
  static const ActivationInfo info{.name = "linear",
                                   .summary = "x itself: no activation",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<LinearFunction>};
  return info;
}

}  // namespace vernier::nn
