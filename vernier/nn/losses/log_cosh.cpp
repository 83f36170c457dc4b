#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

// log(cosh(x)) = |x| + log(1 + e^(-2 |x|)) - log(2)
class LogCoshFunction {
 public:
  [[nodiscard]] float value(float y, float p) const {
    const float error = std::abs(p - y);
    return error + std::log1p(std::exp(-2.0F * error)) - 0.69314718F;
  }
  [[nodiscard]] float slope(float y, float p) const { return std::tanh(p - y); }
};

}  // namespace

const LossInfo& loss_log_cosh() {
  static const LossInfo info{
      .name = "log_cosh",
      .summary = "mean of log(cosh(prediction - target)): squared for small errors, absolute for large ones",
      .cites = "keras/src/losses/losses.py, Keras 3",
      .aliases = {"logcosh", "log_cosh_error"},
      .options = option_table<NoOptions>(),
      .make = make_mean_loss<LogCoshFunction>};
  return info;
}

}  // namespace vernier::nn
