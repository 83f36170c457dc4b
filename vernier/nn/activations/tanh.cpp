#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct TanhFunction {
  static constexpr bool uses_input = false;
  float operator()(float x) const { return std::tanh(x); }
  float derivative(float /*x*/, float y) const { return (1.0F - y) * (1.0F + y); }
};

}  // namespace

const ActivationInfo& activation_tanh() {
  static const ActivationInfo info{.name = "tanh",
                                   .summary = "hyperbolic tangent, between -1 and 1",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<TanhFunction>};
  return info;
}

}  // namespace vernier::nn
