#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class ExponentialFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return std::exp(x); }
  float derivative(float /*x*/, float y) const { return y; }
};

}  // namespace

const ActivationInfo& activation_exponential() {
  static const ActivationInfo info{.name = "exponential",
                                   .summary = "e^x",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<ExponentialFunction>};
  return info;
}

}  // namespace vernier::nn
