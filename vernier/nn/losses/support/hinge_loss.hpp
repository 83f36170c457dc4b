#pragma once
// The losses hinge and squared_hinge.
#include <algorithm>

#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

/// The mean over the last axis of Power applied to max(1 - y p, 0). Targets are -1 and 1; where a batch has only 0 and
/// 1 they are read as -1 and 1. `Power` has static float value(float margin) and static float slope(float margin).
template <class Power>
class HingeLoss final : public Loss {
 public:
  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Labels labels(target);
    const Index columns = prediction.columns();
    Index i = 0;
    for (float& loss : out) {
      float sum = 0.0F;
      for (const Index end = i + columns; i < end; ++i) {
        sum += Power::value(std::max(1.0F - labels(target.data[i]) * prediction.data[i], 0.0F));
      }
      loss = sum / static_cast<float>(columns);
    }
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Labels labels(target);
    const Index columns = prediction.columns();
    Index i = 0;
    for (const float row_scale : scale) {
      const float factor = row_scale / static_cast<float>(columns);
      for (const Index end = i + columns; i < end; ++i) {
        const float label = labels(target.data[i]);
        const float margin = 1.0F - label * prediction.data[i];
        gradient.data[i] = margin < 0.0F ? 0.0F : -factor * label * Power::slope(margin);
      }
    }
  }
  void check(const Shape& target, const Shape& prediction) const override { check_same_shape(target, prediction); }

 private:
  struct Labels {
    explicit Labels(ConstView target)
        : binary(std::ranges::all_of(target.values(), [](float y) { return y == 0.0F || y == 1.0F; })) {}
    float operator()(float y) const { return binary ? 2.0F * y - 1.0F : y; }
    bool binary;
  };
};

}  // namespace vernier::nn
