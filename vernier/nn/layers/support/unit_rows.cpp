#include "vernier/nn/layers/support/unit_rows.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {

void normalize_rows(const float* x, Index rows, Index columns, double epsilon, float* y, float* inverse) {
  const auto most = static_cast<float>(1.0 / epsilon);
  for (Index r = 0; r < rows; ++r, x += columns, y += columns) {
    float squares = 0;
    for (Index c = 0; c < columns; ++c) squares += x[c] * x[c];
    const float factor = std::min(1.0F / std::sqrt(squares), most);
    for (Index c = 0; c < columns; ++c) y[c] = x[c] * factor;
    inverse[r] = factor;
  }
}

void normalize_rows_gradient(const float* y, const float* inverse, const float* dy, Index rows, Index columns,
                             double epsilon, float* dx) {
  const auto most = static_cast<float>(1.0 / epsilon);
  for (Index r = 0; r < rows; ++r, y += columns, dy += columns, dx += columns) {
    float along = 0;
    for (Index c = 0; c < columns; ++c) along += dy[c] * y[c];
    if (inverse[r] >= most) along = 0;  // the factor is constant there
    for (Index c = 0; c < columns; ++c) dx[c] = inverse[r] * (dy[c] - along * y[c]);
  }
}

}  // namespace vernier::nn
