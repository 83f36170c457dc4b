#pragma once
// Losses that are the mean, over the last axis, of a function of one target and one prediction.
#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>

#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

/// Elements are evaluated at most so many at a time.
inline constexpr Index mean_loss_chunk = 256;

/// `Function` has
///   float value(float target, float prediction) const;
///     or, for many at once: void values(const float* target, const float* prediction, std::span<float> out) const;
///   float slope(float target, float prediction) const;   // the derivative by the prediction
/// and is constructible from its options where it has some.
template <class Function, class Options = NoOptions>
class MeanLoss final : public Loss {
 public:
  MeanLoss() = default;
  explicit MeanLoss(const Options& options) requires std::is_constructible_v<Function, const Options&>
      : function_(options) {}

  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    std::array<float, mean_loss_chunk> values;
    const Index columns = prediction.columns();
    const auto share = static_cast<float>(1.0 / static_cast<double>(columns));
    auto row = out.begin();
    float sum = 0.0F;
    Index column = 0;
    for (Index begin = 0; begin < prediction.size(); begin += mean_loss_chunk) {
      const auto count = static_cast<std::size_t>(std::min(mean_loss_chunk, prediction.size() - begin));
      evaluate(target.data + begin, prediction.data + begin, {values.data(), count});
      for (std::size_t i = 0; i < count; ++i) {
        sum += values[i];
        if (++column < columns) continue;
        *row++ = sum * share;
        sum = 0.0F;
        column = 0;
      }
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
  void evaluate(const float* target, const float* prediction, std::span<float> values) const {
    const Function function = function_;
    if constexpr (requires { function.values(target, prediction, values); }) {
      function.values(target, prediction, values);
    } else {
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = function.value(target[i], prediction[i]);
    }
  }
  Function function_;
};

/// The `.make` of such an entry.
template <class Function, class Options = NoOptions>
inline constexpr auto make_mean_loss = &make_with<Loss, MeanLoss<Function, Options>, Options>;

}  // namespace vernier::nn
