#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class HardSiluFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x < -3.0F ? 0.0F : (x > 3.0F ? x : x * (x + 3.0F) / 6.0F); }
  float derivative(float x, float /*y*/) const {
    return x < -3.0F ? 0.0F : (x > 3.0F ? 1.0F : (2.0F * x + 3.0F) / 6.0F);
  }
};

}  // namespace

const ActivationInfo& activation_hard_silu() {
  static const ActivationInfo info{
      .name = "hard_silu",
      .summary = "x * hard_sigmoid(x)",
      .cites = "Howard et al. 2019, arXiv 1905.02244; keras/src/activations/activations.py, Keras 3",
      .aliases = {"hard_swish"},
      .options = option_table<NoOptions>(),
      .make = make_elementwise<HardSiluFunction>};
  return info;
}

}  // namespace vernier::nn
