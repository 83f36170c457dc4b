#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct ThresholdActivationOptions {
  double threshold = 0.0;
  double default_value = 0.0;
  static void describe(OptionFields<ThresholdActivationOptions>& field) {
    field("threshold", &ThresholdActivationOptions::threshold, "up to here the output is default_value").required();
    field("default_value", &ThresholdActivationOptions::default_value, "output up to the threshold").required();
  }
};

class ThresholdFunction {
 public:
  explicit ThresholdFunction(const ThresholdActivationOptions& options)
      : threshold_(static_cast<float>(options.threshold)), default_value_(static_cast<float>(options.default_value)) {}
  static constexpr bool uses_input = true;
  float operator()(float x) const { return x <= threshold_ ? default_value_ : x; }
  float derivative(float x, float /*y*/) const { return x > threshold_ ? 1.0F : 0.0F; }

 private:
  float threshold_;
  float default_value_;
};

}  // namespace

const ActivationInfo& activation_threshold() {
  static const ActivationInfo info{.name = "threshold",
                                   .summary = "x above the threshold, default_value at and below it",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<ThresholdActivationOptions>(),
                                   .make = make_elementwise<ThresholdFunction, ThresholdActivationOptions>};
  return info;
}

}  // namespace vernier::nn
