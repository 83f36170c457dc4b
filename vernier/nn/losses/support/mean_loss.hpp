#pragma once
// Losses that are the mean, over the last axis, of a function of one target and one prediction.
#include <algorithm>
#include <cmath>
#include <type_traits>

#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

/// `Function` has
///   float value(float target, float prediction) const;
///   float slope(float target, float prediction) const;   // the derivative by the prediction
/// and is constructible from its options where it has some.
template <class Function, class Options = NoOptions>
class MeanLoss final : public Loss {
 public:
  explicit MeanLoss(const Options& options) : function_(function_of(options)) {}

  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Function function = function_;
    const Index columns = prediction.columns();
    const auto share = static_cast<float>(1.0 / static_cast<double>(columns));
    const float* y = target.data;
    const float* p = prediction.data;
    for (float& loss : out) {
      float sum = 0.0F;
      for (Index c = 0; c < columns; ++c) sum += function.value(y[c], p[c]);
      loss = sum * share;
      y += columns;
      p += columns;
    }
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Function function = function_;
    const Index columns = prediction.columns();
    const auto share = static_cast<float>(1.0 / static_cast<double>(columns));
    Index i = 0;
    for (const float row_scale : scale) {
      const float factor = row_scale * share;
      for (Index end = i + columns; i < end; ++i) {
        gradient.data[i] = factor * function.slope(target.data[i], prediction.data[i]);
      }
    }
  }
  void check(const Shape& target, const Shape& prediction) const override { check_same_shape(target, prediction); }

 private:
  static Function function_of(const Options& options) {
    if constexpr (std::is_constructible_v<Function, const Options&>) {
      return Function(options);
    } else {
      return Function();
    }
  }

  Function function_;
};

/// The `.make` of such an entry.
template <class Function, class Options = NoOptions>
inline constexpr auto make_mean_loss = &make_with<Loss, MeanLoss<Function, Options>, Options>;

}  // namespace vernier::nn
