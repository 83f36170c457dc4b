#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class SparseSigmoidFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x <= -1.0F ? 0.0F : (x >= 1.0F ? 1.0F : 0.5F * (x + 1.0F)); }
  float derivative(float /*x*/, float y) const { return y > 0.0F && y < 1.0F ? 0.5F : 0.0F; }
};

}  // namespace

const ActivationInfo& activation_sparse_sigmoid() {
  static const ActivationInfo info{.name = "sparse_sigmoid",
                                   .summary = "0 up to -1, 1 from 1 on, (x + 1) / 2 between",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<SparseSigmoidFunction>};
  return info;
}

}  // namespace vernier::nn
