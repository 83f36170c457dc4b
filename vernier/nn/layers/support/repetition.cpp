#include "vernier/nn/layers/support/repetition.hpp"

#include <algorithm>

namespace vernier::nn {

void Repetition::repeat(const float* from, float* to) const {
  const Index run = columns * column_factor * channels;
  for (Index row = 0; row < rows; ++row) {
    const float* first = to;
    for (Index column = 0; column < columns; ++column, from += channels) {
      for (Index k = 0; k < column_factor; ++k, to += channels) std::copy_n(from, channels, to);
    }
    for (Index k = 1; k < row_factor; ++k, to += run) std::copy_n(first, run, to);
  }
}

void Repetition::sum(const float* copies, float* into) const {
  std::fill_n(into, rows * columns * channels, 0.0F);
  for (Index row = 0; row < rows * row_factor; ++row) {
    float* to = into + row / row_factor * columns * channels;
    for (Index column = 0; column < columns; ++column, to += channels) {
      for (Index k = 0; k < column_factor; ++k, copies += channels) {
        for (Index c = 0; c < channels; ++c) to[c] += copies[c];
      }
    }
  }
}

}  // namespace vernier::nn
