#include "vernier/nn/losses/support/hinge_loss.hpp"

namespace vernier::nn {
namespace {

struct HingePower {
  static float value(float margin) { return margin; }
  static float slope(float /*margin*/) { return 1.0F; }
};

}  // namespace

const LossInfo& loss_hinge() {
  static const LossInfo info{.name = "hinge",
                             .summary = "mean of max(1 - target * prediction, 0); targets are -1 and 1, or 0 and 1",
                             .cites = "keras/src/losses/losses.py, Keras 3",
                             .options = option_table<NoOptions>(),
                             .make = &make_with<Loss, HingeLoss<HingePower>, NoOptions>};
  return info;
}

}  // namespace vernier::nn
