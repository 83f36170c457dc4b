#pragma once
// The vectors of a sample along one of its axes, as the rows of a matrix.
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// A sample as (outer, length, inner).
struct AxisRows {
  Index outer = 1;
  Index length = 1;
  Index inner = 1;

  [[nodiscard]] static AxisRows along(std::size_t axis, const Shape& sample);
  /// How many vectors a sample has.
  [[nodiscard]] Index count() const { return outer * inner; }
  /// `batch` samples to rows, sample after sample, and back.
  void gather(const float* from, Index batch, float* rows) const;
  void scatter(const float* rows, Index batch, float* to) const;
};

}  // namespace vernier::nn
