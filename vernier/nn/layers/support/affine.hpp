#pragma once
// Images turned, shifted and zoomed. Source: keras.ops.image.affine_transform on JAX (map_coordinates of
// jax.scipy.ndimage) and keras/src/layers/preprocessing/image_preprocessing, Keras 3.
#include <string_view>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Where in the input an output cell takes its value from: column x0 column + x1 row + x2, row y0 column + y1 row + y2.
struct AffineMap {
  float x0 = 1, x1 = 0, x2 = 0;
  float y0 = 0, y1 = 1, y2 = 0;
};
/// Counter-clockwise about the centre of the image.
[[nodiscard]] AffineMap rotation_map(double degrees, Index rows, Index columns);
/// Moves the image by so many cells down and to the right.
[[nodiscard]] AffineMap translation_map(double down, double right);
/// Factors above 1 show more than the image, those below 1 a part of it; about the centre.
[[nodiscard]] AffineMap zoom_map(double row_factor, double column_factor, Index rows, Index columns);

/// What lies outside of an image `abcd`: constant `kkkk|abcd|kkkk`, nearest `aaaa|abcd|dddd`, reflect `dcba|abcd|dcba`,
/// wrap `abcd|abcd|abcd`.
enum class FillMode { reflect, constant, nearest, wrap };
/// Throws InvalidArgument for another name.
[[nodiscard]] FillMode fill_mode_of(std::string_view name);

/// How an image is read between and beyond its cells.
struct ImageSampling {
  FillMode fill = FillMode::reflect;
  bool bilinear = true;  ///< else the nearest cell
  float fill_value = 0;  ///< of FillMode::constant
};

struct ImageShape {
  Index rows = 0;
  Index columns = 0;
  Index channels = 0;
  [[nodiscard]] Index size() const { return rows * columns * channels; }
};

/// One image to one of the same shape.
void transform_image(const AffineMap& map, const ImageSampling& sampling, const ImageShape& image, const float* from,
                     float* to);
/// Adds the gradient of the transformed image to that of the first one.
void add_transform_gradient(const AffineMap& map, const ImageSampling& sampling, const ImageShape& image,
                            const float* gradient, float* into);

}  // namespace vernier::nn
