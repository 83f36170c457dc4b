#pragma once
// Where sliding windows lie along one axis of an image.
#include <algorithm>
#include <string>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// One axis of an image: `wide` and `narrow` places, the window, and the zeros before the first place of the wide side.
struct WindowAxis {
  Index wide = 1;
  Index narrow = 1;
  Index window = 1;
  Index stride = 1;
  Index dilation = 1;
  Index before = 0;

  /// From the first cell of the window to behind its last.
  [[nodiscard]] Index reach() const { return (window - 1) * dilation + 1; }
  /// The wide side with its zeros on both ends.
  [[nodiscard]] Index padded() const { return std::max(before + wide, (narrow - 1) * stride + reach()); }
};

/// Keras's rules for `padding` "valid", "same" and "causal". Throws InvalidArgument for a window larger than its image.
[[nodiscard]] WindowAxis convolved_axis(Index in, Index window, Index stride, Index dilation,
                                        const std::string& padding);
}  // namespace vernier::nn
