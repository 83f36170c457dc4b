#include <algorithm>
#include <utility>

#include "vernier/nn/losses/support/row_loss.hpp"

namespace vernier::nn {
namespace {

struct CategoricalHingeRule {
  static float value(const float* y, const float* p, Index columns) {
    return std::max(margin(y, p, columns).first, 0.0F);
  }
  // 1 + the largest score of a wrong class - the score of the right one, and which wrong class it is
  static std::pair<float, Index> margin(const float* y, const float* p, Index columns) {
    float right = 0.0F;
    Index worst = 0;
    for (Index c = 0; c < columns; ++c) {
      right += y[c] * p[c];
      if ((1.0F - y[c]) * p[c] > (1.0F - y[worst]) * p[worst]) worst = c;
    }
    return {(1.0F - y[worst]) * p[worst] - right + 1.0F, worst};
  }
  static void gradient(const float* y, const float* p, Index columns, float scale, float* out) {
    const auto [value, worst] = margin(y, p, columns);
    const float factor = value > 0.0F ? scale : 0.0F;
    for (Index c = 0; c < columns; ++c) out[c] = -factor * y[c];
    out[worst] += factor * (1.0F - y[worst]);
  }
};

}  // namespace

const LossInfo& loss_categorical_hinge() {
  static const LossInfo info{
      .name = "categorical_hinge",
      .summary = "how far the best wrong class comes within 1 of the right one; targets are one-hot",
      .cites = "keras/src/losses/losses.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_row_loss<CategoricalHingeRule>};
  return info;
}

}  // namespace vernier::nn
