#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

struct HuberOptions {
  double delta = 1.0;
  static void describe(OptionFields<HuberOptions>& field) {
    field("delta", &HuberOptions::delta, "error beyond which it is linear").above(0);
  }
};

class HuberFunction {
 public:
  explicit HuberFunction(const HuberOptions& options) : delta_(static_cast<float>(options.delta)) {}
  [[nodiscard]] float value(float y, float p) const {
    const float error = std::abs(p - y);
    return error <= delta_ ? 0.5F * error * error : delta_ * error - 0.5F * delta_ * delta_;
  }
  [[nodiscard]] float slope(float y, float p) const {
    const float error = p - y;
    if (error > delta_) return delta_;
    return error < -delta_ ? -delta_ : error;
  }

 private:
  float delta_;
};

}  // namespace

const LossInfo& loss_huber() {
  static const LossInfo info{.name = "huber",
                             .summary = "half the squared error up to delta, linear beyond",
                             .cites = "Huber 1964; keras/src/losses/losses.py, Keras 3",
                             .options = option_table<HuberOptions>(),
                             .make = make_mean_loss<HuberFunction, HuberOptions>};
  return info;
}

}  // namespace vernier::nn
