#pragma once
// Losses whose rows are more than a mean of their elements.
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

/// `Rule` has
///   static float value(const float* target, const float* prediction, Index columns);
///   static void gradient(const float* target, const float* prediction, Index columns, float scale, float* out);
/// where out[c] = scale * d value / d prediction[c].
template <class Rule>
class RowLoss final : public Loss {
 public:
  void per_sample(ConstView target, ConstView prediction, std::span<float> out) const override {
    const Index columns = prediction.columns();
    for (std::size_t row = 0; row < out.size(); ++row) {
      const Index at = static_cast<Index>(row) * columns;
      out[row] = Rule::value(target.data + at, prediction.data + at, columns);
    }
  }
  void gradient(ConstView target, ConstView prediction, std::span<const float> scale, View gradient) const override {
    const Index columns = prediction.columns();
    for (std::size_t row = 0; row < scale.size(); ++row) {
      const Index at = static_cast<Index>(row) * columns;
      Rule::gradient(target.data + at, prediction.data + at, columns, scale[row], gradient.data + at);
    }
  }
  void check(const Shape& target, const Shape& prediction) const override { check_same_shape(target, prediction); }
};

/// The `.make` of such an entry.
template <class Rule>
inline constexpr auto make_row_loss = &make_with<Loss, RowLoss<Rule>, NoOptions>;

}  // namespace vernier::nn
