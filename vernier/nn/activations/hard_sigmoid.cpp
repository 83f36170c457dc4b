#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class HardSigmoidFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x < -3.0F ? 0.0F : (x > 3.0F ? 1.0F : (x + 3.0F) / 6.0F); }
  float derivative(float /*x*/, float y) const { return y > 0.0F && y < 1.0F ? 1.0F / 6.0F : 0.0F; }
};

}  // namespace

const ActivationInfo& activation_hard_sigmoid() {
  static const ActivationInfo info{
      .name = "hard_sigmoid",
      .summary = "piecewise linear sigmoid: x / 6 + 1/2 between 0 and 1",
      .cites = "Courbariaux et al. 2015, arXiv 1511.00363; keras/src/activations/activations.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_elementwise<HardSigmoidFunction>};
  return info;
}

}  // namespace vernier::nn
