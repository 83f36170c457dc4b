#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class SoftsignFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x / (1.0F + std::abs(x)); }
  float derivative(float x, float /*y*/) const {
    const float d = 1.0F + std::abs(x);
    return 1.0F / (d * d);
  }
};

}  // namespace

const ActivationInfo& activation_softsign() {
  static const ActivationInfo info{.name = "softsign",
                                   .summary = "x / (1 + |x|)",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<SoftsignFunction>};
  return info;
}

}  // namespace vernier::nn
