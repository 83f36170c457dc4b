#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

struct HardShrinkActivationOptions {
  double threshold = 0.5;
  static void describe(OptionFields<HardShrinkActivationOptions>& field) {
    field("threshold", &HardShrinkActivationOptions::threshold, "half the width of the dead zone").at_least(0);
  }
};

class HardShrinkFunction {
 public:
  explicit HardShrinkFunction(const HardShrinkActivationOptions& options)
      : threshold_(static_cast<float>(options.threshold)) {}
  static constexpr bool uses_input = true;
  float operator()(float x) const { return std::abs(x) <= threshold_ ? 0.0F : x; }
  float derivative(float x, float /*y*/) const { return std::abs(x) > threshold_ ? 1.0F : 0.0F; }

 private:
  float threshold_;
};

}  // namespace

const ActivationInfo& activation_hard_shrink() {
  static const ActivationInfo info{.name = "hard_shrink",
                                   .summary = "x outside of the dead zone, 0 inside",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<HardShrinkActivationOptions>(),
                                   .make = make_elementwise<HardShrinkFunction, HardShrinkActivationOptions>};
  return info;
}

}  // namespace vernier::nn
