#include "vernier/nn/losses/support/mean_loss.hpp"

namespace vernier::nn {
namespace {

class PoissonFunction {
 public:
  [[nodiscard]] float value(float y, float p) const { return p - y * std::log(p + loss_epsilon); }
  [[nodiscard]] float slope(float y, float p) const { return 1.0F - y / (p + loss_epsilon); }
};

}  // namespace

const LossInfo& loss_poisson() {
  static const LossInfo info{.name = "poisson",
                             .summary = "mean of prediction - target * log(prediction): for counts",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .options = option_table<NoOptions>(),
                             .make = make_mean_loss<PoissonFunction>};
  return info;
}

}  // namespace vernier::nn
