#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class HardTanhFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x < -1.0F ? -1.0F : (x > 1.0F ? 1.0F : x); }
  float derivative(float /*x*/, float y) const { return y > -1.0F && y < 1.0F ? 1.0F : 0.0F; }
};

}  // namespace

const ActivationInfo& activation_hard_tanh() {
  static const ActivationInfo info{.name = "hard_tanh",
                                   .summary = "x between -1 and 1",
                                   .cites = "Collobert 2004; keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<HardTanhFunction>};
  return info;
}

}  // namespace vernier::nn
