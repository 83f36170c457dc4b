#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

class MeanSquaredLogarithmicErrorFunction {
 public:
  [[nodiscard]] float value(float y, float p) const {
    const float error = std::log(std::max(p, loss_epsilon) + 1.0F) - std::log(std::max(y, loss_epsilon) + 1.0F);
    return error * error;
  }
  [[nodiscard]] float slope(float y, float p) const {
    if (p < loss_epsilon) return 0.0F;
    const float error = std::log(p + 1.0F) - std::log(std::max(y, loss_epsilon) + 1.0F);
    return 2.0F * error / (p + 1.0F);
  }
};

}  // namespace

const LossInfo& loss_mean_squared_logarithmic_error() {
  static const LossInfo info{.name = "mean_squared_logarithmic_error",
                             .summary = "mean of (log(1 + target) - log(1 + prediction))^2",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .aliases = {"msle"},
                             .options = option_table<NoOptions>(),
                             .make = make_mean_loss<MeanSquaredLogarithmicErrorFunction>};
  return info;
}

}  // namespace vernier::nn
