#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class SeluFunction {
 public:
  static constexpr float alpha = 1.6732632423543772F;
  static constexpr float scale = 1.0507009873554805F;
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x > 0.0F ? scale * x : scale * alpha * std::expm1(x); }
  float derivative(float /*x*/, float y) const { return y > 0.0F ? scale : y + scale * alpha; }
};

}  // namespace

const ActivationInfo& activation_selu() {
  static const ActivationInfo info{
      .name = "selu",
      .summary = "scaled elu that keeps mean 0 and variance 1 from layer to layer",
      .cites = "Klambauer et al. 2017, arXiv 1706.02515; keras/src/activations/activations.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_elementwise<SeluFunction>};
  return info;
}

}  // namespace vernier::nn
