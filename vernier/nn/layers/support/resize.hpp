#pragma once
// Images of another size by bilinear interpolation between the centres of cells. Source: jax.image.resize as
// keras.ops.image.resize calls it (no antialiasing), Keras 3.
#include <span>
#include <vector>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// From which two cells of an axis a new cell takes its value: (1 - weight) lower + weight upper.
struct ResizeTap {
  Index lower = 0;
  Index upper = 0;
  float weight = 0;
};

/// One tap for each of `to` cells made from `from`.
[[nodiscard]] std::vector<ResizeTap> resize_taps(Index from, Index to);

/// One image (rows, columns, channels) of `from_columns` columns to one of the taps' size.
void resize_image(std::span<const ResizeTap> rows, std::span<const ResizeTap> columns, Index from_columns,
                  Index channels, const float* from, float* to);
/// Adds the gradient of the resized image to that of the first one.
void add_resize_gradient(std::span<const ResizeTap> rows, std::span<const ResizeTap> columns, Index from_columns,
                         Index channels, const float* gradient, float* into);

}  // namespace vernier::nn
