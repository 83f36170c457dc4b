#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct LeakyReluActivationOptions {
  double negative_slope = 0.2;
  static void describe(OptionFields<LeakyReluActivationOptions>& field) {
    field("negative_slope", &LeakyReluActivationOptions::negative_slope, "slope below 0").at_least(0);
  }
};

// The sign of y is the sign of x, since the slope is not negative.
class LeakyReluFunction {
 public:
  explicit LeakyReluFunction(const LeakyReluActivationOptions& options)
      : negative_slope_(static_cast<float>(options.negative_slope)) {}
  static constexpr bool uses_input = false;
  float operator()(float x) const { return x < 0.0F ? negative_slope_ * x : x; }
  float derivative(float /*x*/, float y) const { return y < 0.0F ? negative_slope_ : 1.0F; }

 private:
  float negative_slope_;
};

}  // namespace

const ActivationInfo& activation_leaky_relu() {
  static const ActivationInfo info{.name = "leaky_relu",
                                   .summary = "x above 0, negative_slope * x below",
                                   .cites = "Maas, Hannun, Ng 2013; keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<LeakyReluActivationOptions>(),
                                   .make = make_elementwise<LeakyReluFunction, LeakyReluActivationOptions>};
  return info;
}

}  // namespace vernier::nn
