#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

// f' = sigmoid(x) = 1 - e^-y
class SoftplusFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return softplus_of(x); }
  float derivative(float /*x*/, float y) const { return -std::expm1(-y); }
};

}  // namespace

const ActivationInfo& activation_softplus() {
  static const ActivationInfo info{.name = "softplus",
                                   .summary = "log(1 + e^x)",
                                   .cites = "Dugas et al. 2001; keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<SoftplusFunction>};
  return info;
}

}  // namespace vernier::nn
