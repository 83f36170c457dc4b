#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

// f' = 1 - sigmoid(x) = 1 - e^y
class LogSigmoidFunction {
 public:
  static constexpr bool uses_input = false;
  float operator()(float x) const { return -softplus_of(-x); }
  float derivative(float /*x*/, float y) const { return -std::expm1(y); }
};

}  // namespace

const ActivationInfo& activation_log_sigmoid() {
  static const ActivationInfo info{.name = "log_sigmoid",
                                   .summary = "log of the sigmoid, without underflow",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = make_elementwise<LogSigmoidFunction>};
  return info;
}

}  // namespace vernier::nn
