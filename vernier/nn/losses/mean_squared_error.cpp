#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

class MeanSquaredErrorFunction {
 public:
  [[nodiscard]] float value(float y, float p) const {
    const float error = p - y;
    return error * error;
  }
  [[nodiscard]] float slope(float y, float p) const { return 2.0F * (p - y); }
};

}  // namespace

const LossInfo& loss_mean_squared_error() {
  static const LossInfo info{.name = "mean_squared_error",
                             .summary = "mean of (target - prediction)^2",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .aliases = {"mse"},
                             .options = option_table<NoOptions>(),
                             .make = make_mean_loss<MeanSquaredErrorFunction>};
  return info;
}

}  // namespace vernier::nn
