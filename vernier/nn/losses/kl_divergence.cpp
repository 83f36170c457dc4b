#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/row_loss.hpp"

namespace vernier::nn {
namespace {

struct KlDivergenceRule {
  static float value(const float* y, const float* p, Index columns) {
    float sum = 0.0F;
    for (Index c = 0; c < columns; ++c) {
      const float target = std::clamp(y[c], loss_epsilon, 1.0F);
      sum += target * std::log(target / std::clamp(p[c], loss_epsilon, 1.0F));
    }
    return sum;
  }
  static void gradient(const float* y, const float* p, Index columns, float scale, float* out) {
    for (Index c = 0; c < columns; ++c) {
      const bool outside = p[c] < loss_epsilon || p[c] > 1.0F;
      out[c] = outside ? 0.0F : -scale * std::clamp(y[c], loss_epsilon, 1.0F) / p[c];
    }
  }
};

}  // namespace

const LossInfo& loss_kl_divergence() {
  static const LossInfo info{
      .name = "kl_divergence",
      .summary = "sum of target * log(target / prediction): how far one distribution is from another",
      .cites = "keras/src/losses/losses.py, Keras 3",
      .aliases = {"kld"},
      .options = option_table<NoOptions>(),
      .make = make_row_loss<KlDivergenceRule>};
  return info;
}

}  // namespace vernier::nn
