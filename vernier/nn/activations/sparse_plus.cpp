#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class SparsePlusFunction {
 public:
  static constexpr bool uses_input = true;
  float operator()(float x) const {
    if (x <= -1.0F) return 0.0F;
    if (x >= 1.0F) return x;
    return (x + 1.0F) * (x + 1.0F) / 4.0F;
  }
  float derivative(float x, float /*y*/) const { return x <= -1.0F ? 0.0F : (x >= 1.0F ? 1.0F : (x + 1.0F) / 2.0F); }
};

}  // namespace

const ActivationInfo& activation_sparse_plus() {
  static const ActivationInfo info{.name = "sparse_plus",
                                   .summary = "0 up to -1, x from 1 on, a parabola between",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<SparsePlusFunction>};
  return info;
}

}  // namespace vernier::nn
