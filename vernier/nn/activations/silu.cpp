#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class SiluFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x * logistic(x); }
  float derivative(float x, float /*y*/) const {
    const float s = logistic(x);
    return s * (1.0F + x * (1.0F - s));
  }
};

}  // namespace

const ActivationInfo& activation_silu() {
  static const ActivationInfo info{
      .name = "silu",
      .summary = "x * sigmoid(x)",
      .cites = "Ramachandran, Zoph, Le 2017, arXiv 1710.05941; keras/src/activations/activations.py, Keras 3",
      .aliases = {"swish"},
      .options = option_table<NoOptions>(),
      .make = make_elementwise<SiluFunction>};
  return info;
}

}  // namespace vernier::nn
