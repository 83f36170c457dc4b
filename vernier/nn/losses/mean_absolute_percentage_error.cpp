#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

class MeanAbsolutePercentageErrorFunction {
 public:
  [[nodiscard]] float value(float y, float p) const {
    return 100.0F * std::abs(y - p) / std::max(std::abs(y), loss_epsilon);
  }
  [[nodiscard]] float slope(float y, float p) const {
    return 100.0F * (p > y ? 1.0F : (p < y ? -1.0F : 0.0F)) / std::max(std::abs(y), loss_epsilon);
  }
};

}  // namespace

const LossInfo& loss_mean_absolute_percentage_error() {
  static const LossInfo info{.name = "mean_absolute_percentage_error",
                             .summary = "100 * mean of |target - prediction| / |target|",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .aliases = {"mape"},
                             .options = option_table<NoOptions>(),
                             .make = make_mean_loss<MeanAbsolutePercentageErrorFunction>};
  return info;
}

}  // namespace vernier::nn
