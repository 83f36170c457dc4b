#include "vernier/nn/losses/support/hinge_loss.hpp"

namespace vernier::nn {
namespace {

struct SquaredHingePower {
  static float value(float margin) { return margin * margin; }
  static float slope(float margin) { return 2.0F * margin; }
};

}  // namespace

const LossInfo& loss_squared_hinge() {
  static const LossInfo info{.name = "squared_hinge",
                             .summary = "mean of max(1 - target * prediction, 0)^2; targets are -1 and 1, or 0 and 1",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .options = option_table<NoOptions>(),
                             .make = &make_with<Loss, HingeLoss<SquaredHingePower>, NoOptions>};
  return info;
}

}  // namespace vernier::nn
