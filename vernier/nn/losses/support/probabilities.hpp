#pragma once
// Rows of class probabilities, as the categorical losses read them.
#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

/// A row of probabilities, divided by its sum and then kept inside [epsilon, 1 - epsilon].
class ProbabilityRow {
 public:
  ProbabilityRow(const float* row, Index classes) : row_(row) {
    for (Index c = 0; c < classes; ++c) sum_ += row[c];
  }
  [[nodiscard]] float sum() const { return sum_; }
  /// The probability before it is kept inside.
  [[nodiscard]] float share(Index c) const { return row_[c] / sum_; }
  [[nodiscard]] bool inside(float share) const { return !(share < low || share > high); }
  [[nodiscard]] float log(Index c) const { return std::log(std::clamp(share(c), low, high)); }

 private:
  static constexpr float low = loss_epsilon;
  static constexpr float high = 1.0F - loss_epsilon;
  const float* row_;
  float sum_ = 0.0F;
};

/// log of the sum of e^x over a row of logits, without overflow.
inline float log_sum_exp(const float* row, Index classes) {
  const float largest = *std::max_element(row, row + classes);
  float sum = 0.0F;
  for (Index c = 0; c < classes; ++c) sum += std::exp(row[c] - largest);
  return largest + std::log(sum);
}

}  // namespace vernier::nn
