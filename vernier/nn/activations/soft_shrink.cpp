#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct SoftShrinkActivationOptions {
  double threshold = 0.5;
  static void describe(OptionFields<SoftShrinkActivationOptions>& field) {
    field("threshold", &SoftShrinkActivationOptions::threshold, "half the width of the dead zone").at_least(0);
  }
};

class SoftShrinkFunction {
 public:
  explicit SoftShrinkFunction(const SoftShrinkActivationOptions& options)
      : threshold_(static_cast<float>(options.threshold)) {}
  static constexpr bool uses_input = true;
  float operator()(float x) const {
    if (x > threshold_) return x - threshold_;
    if (x < -threshold_) return x + threshold_;
    return 0.0F * x;
  }
  float derivative(float x, float /*y*/) const { return std::abs(x) > threshold_ ? 1.0F : 0.0F; }

 private:
  float threshold_;
};

}  // namespace

const ActivationInfo& activation_soft_shrink() {
  static const ActivationInfo info{.name = "soft_shrink",
                                   .summary = "x moved towards 0 by the threshold; 0 in the dead zone",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<SoftShrinkActivationOptions>(),
                                   .make = make_elementwise<SoftShrinkFunction, SoftShrinkActivationOptions>};
  return info;
}

}  // namespace vernier::nn
