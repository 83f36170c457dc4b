#pragma once
// Rows scaled to length 1. Source: keras.ops.normalize, Keras 3.
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// y = x * min(1 / |x|, 1 / epsilon), row by row; `inverse` keeps the factor of each row. In place or not.
void normalize_rows(const float* x, Index rows, Index columns, double epsilon, float* y, float* inverse);
/// dx of it from y and dy; in place or not.
void normalize_rows_gradient(const float* y, const float* inverse, const float* dy, Index rows, Index columns,
                             double epsilon, float* dx);

}  // namespace vernier::nn
