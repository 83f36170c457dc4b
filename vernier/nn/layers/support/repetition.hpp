#pragma once
// Every cell of an image, or every step, several times.
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// (rows, columns, channels) to (rows * row_factor, columns * column_factor, channels); steps are one row of columns.
struct Repetition {
  Index rows = 1;
  Index columns = 1;
  Index channels = 1;
  Index row_factor = 1;
  Index column_factor = 1;

  /// One image.
  void repeat(const float* from, float* to) const;
  /// Each cell the sum of its copies.
  void sum(const float* copies, float* into) const;
};

}  // namespace vernier::nn
