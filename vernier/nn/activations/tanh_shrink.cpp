#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class TanhShrinkFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x - std::tanh(x); }
  float derivative(float x, float /*y*/) const {
    const float t = std::tanh(x);
    return t * t;
  }
};

}  // namespace

const ActivationInfo& activation_tanh_shrink() {
  static const ActivationInfo info{.name = "tanh_shrink",
                                   .summary = "x - tanh(x)",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<TanhShrinkFunction>};
  return info;
}

}  // namespace vernier::nn
