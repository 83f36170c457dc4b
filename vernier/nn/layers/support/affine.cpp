#include "vernier/nn/layers/support/affine.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vernier/base/errors.hpp"

namespace vernier::nn {
namespace {

/// The cell that stands for cell `index` of an axis, or -1 for the fill value.
Index cell_of(Index index, Index extent, FillMode fill) {
  if (index >= 0 && index < extent) return index;
  switch (fill) {
    case FillMode::constant: return -1;
    case FillMode::nearest: return index < 0 ? 0 : extent - 1;
    case FillMode::wrap: return (index % extent + extent) % extent;
    case FillMode::reflect: {
      const Index turn = (index % (2 * extent) + 2 * extent) % (2 * extent);
      return turn < extent ? turn : 2 * extent - 1 - turn;
    }
  }
  return -1;
}

/// The two cells of an axis that a place lies between, and the weight of the second.
struct AxisPair {
  Index cells[2];
  float weight;
};

AxisPair axis_pair(float place, Index extent, const ImageSampling& sampling) {
  if (!sampling.bilinear) return {{cell_of(std::lround(place), extent, sampling.fill), -1}, 0.0F};
  const float lower = std::floor(place);
  const auto index = static_cast<Index>(lower);
  return {{cell_of(index, extent, sampling.fill), cell_of(index + 1, extent, sampling.fill)}, place - lower};
}

/// Calls visit(output, input, weight) for every cell that has a part in an output cell: offsets of their channels; the
/// input is -1 for the fill value.
template <class Visit>
void for_each_part(const AffineMap& map, const ImageSampling& sampling, const ImageShape& image, Visit visit) {
  Index output = 0;
  for (Index r = 0; r < image.rows; ++r) {
    for (Index c = 0; c < image.columns; ++c, output += image.channels) {
      const auto row = static_cast<float>(r);
      const auto column = static_cast<float>(c);
      const AxisPair y = axis_pair(row * map.y1 + column * map.y0 + map.y2, image.rows, sampling);
      const AxisPair x = axis_pair(row * map.x1 + column * map.x0 + map.x2, image.columns, sampling);
      const int parts = sampling.bilinear ? 2 : 1;
      for (int i = 0; i < parts; ++i) {
        for (int k = 0; k < parts; ++k) {
          const float weight = (i == 0 ? 1 - y.weight : y.weight) * (k == 0 ? 1 - x.weight : x.weight);
          const bool outside = y.cells[i] < 0 || x.cells[k] < 0;
          visit(output, outside ? -1 : (y.cells[i] * image.columns + x.cells[k]) * image.channels, weight);
        }
      }
    }
  }
}

}  // namespace

AffineMap rotation_map(double degrees, Index rows, Index columns) {
  const double angle = degrees * std::numbers::pi / 180.0;
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  const double x = 0.5 * static_cast<double>(columns - 1);
  const double y = 0.5 * static_cast<double>(rows - 1);
  return {static_cast<float>(cosine), static_cast<float>(-sine),  static_cast<float>(x - x * cosine + y * sine),
          static_cast<float>(sine),   static_cast<float>(cosine), static_cast<float>(y - x * sine - y * cosine)};
}

AffineMap translation_map(double down, double right) {
  return {.x2 = static_cast<float>(-right), .y2 = static_cast<float>(-down)};
}

AffineMap zoom_map(double row_factor, double column_factor, Index rows, Index columns) {
  return {.x0 = static_cast<float>(column_factor),
          .x2 = static_cast<float>(0.5 * static_cast<double>(columns - 1) * (1 - column_factor)),
          .y1 = static_cast<float>(row_factor),
          .y2 = static_cast<float>(0.5 * static_cast<double>(rows - 1) * (1 - row_factor))};
}

FillMode fill_mode_of(std::string_view name) {
  if (name == "reflect") return FillMode::reflect;
  if (name == "constant") return FillMode::constant;
  if (name == "nearest") return FillMode::nearest;
  if (name == "wrap") return FillMode::wrap;
  throw InvalidArgument(fmt::format("fill_mode is '{}'", name), "reflect, constant, nearest or wrap");
}

void transform_image(const AffineMap& map, const ImageSampling& sampling, const ImageShape& image, const float* from,
                     float* to) {
  std::fill_n(to, image.size(), 0.0F);
  for_each_part(map, sampling, image, [&](Index output, Index input, float weight) {
    for (Index c = 0; c < image.channels; ++c) {
      to[output + c] += weight * (input < 0 ? sampling.fill_value : from[input + c]);
    }
  });
}

void add_transform_gradient(const AffineMap& map, const ImageSampling& sampling, const ImageShape& image,
                            const float* gradient, float* into) {
  for_each_part(map, sampling, image, [&](Index output, Index input, float weight) {
    if (input < 0) return;
    for (Index c = 0; c < image.channels; ++c) into[input + c] += weight * gradient[output + c];
  });
}

}  // namespace vernier::nn
