#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

// tanh(log(1 + e)) = ((1 + e)^2 - 1) / ((1 + e)^2 + 1) with e = e^x, which takes one exponential; beyond 20 it is 1
// in float32.
class MishFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const {
    if (x > 20.0F) return x;
    const float e = std::exp(x);
    const float n = e * (e + 2.0F);
    return x * n / (n + 2.0F);
  }
  float derivative(float x, float /*y*/) const {
    if (x > 20.0F) return 1.0F;
    const float e = std::exp(x);
    const float n = e * (e + 2.0F);
    const float t = n / (n + 2.0F);
    return t + x * e * (4.0F * e + 4.0F) / ((n + 2.0F) * (n + 2.0F));
  }
};

}  // namespace

const ActivationInfo& activation_mish() {
  static const ActivationInfo info{
      .name = "mish",
      .summary = "x * tanh(softplus(x))",
      .cites = "Misra 2020, arXiv 1908.08681; keras/src/activations/activations.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_elementwise<MishFunction>};
  return info;
}

}  // namespace vernier::nn
