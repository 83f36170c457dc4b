#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class Relu6Function {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x < 0.0F ? 0.0F : (x > 6.0F ? 6.0F : x); }
  float derivative(float /*x*/, float y) const { return y > 0.0F && y < 6.0F ? 1.0F : 0.0F; }
};

}  // namespace

const ActivationInfo& activation_relu6() {
  static const ActivationInfo info{.name = "relu6",
                                   .summary = "relu, at most 6",
                                   .cites = "Krizhevsky 2010; keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<Relu6Function>};
  return info;
}

}  // namespace vernier::nn
