#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

class MeanAbsoluteErrorFunction {
 public:
  [[nodiscard]] float value(float y, float p) const { return std::abs(y - p); }
  [[nodiscard]] float slope(float y, float p) const { return (p > y ? 1.0F : (p < y ? -1.0F : 0.0F)); }
};

}  // namespace

const LossInfo& loss_mean_absolute_error() {
  static const LossInfo info{.name = "mean_absolute_error",
                             .summary = "mean of |target - prediction|",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .aliases = {"mae"},
                             .options = option_table<NoOptions>(),
                             .make = make_mean_loss<MeanAbsoluteErrorFunction>};
  return info;
}

}  // namespace vernier::nn
