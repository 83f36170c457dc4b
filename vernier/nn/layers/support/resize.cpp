#include "vernier/nn/layers/support/resize.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {
namespace {

/// The four cells around a new one and what they weigh.
struct FourCells {
  Index offset[4];
  float weight[4];
};

FourCells four_cells(const ResizeTap& row, const ResizeTap& column, Index columns, Index channels) {
  const auto at = [&](Index r, Index c) { return (r * columns + c) * channels; };
  return {{at(row.lower, column.lower), at(row.lower, column.upper), at(row.upper, column.lower),
           at(row.upper, column.upper)},
          {(1 - row.weight) * (1 - column.weight), (1 - row.weight) * column.weight, row.weight * (1 - column.weight),
           row.weight * column.weight}};
}

}  // namespace

std::vector<ResizeTap> resize_taps(Index from, Index to) {
  std::vector<ResizeTap> taps(static_cast<std::size_t>(to));
  const double scale = static_cast<double>(from) / static_cast<double>(to);
  for (Index i = 0; i < to; ++i) {
    const double centre = std::clamp((static_cast<double>(i) + 0.5) * scale - 0.5, 0.0, static_cast<double>(from - 1));
    const auto lower = static_cast<Index>(centre);
    taps[static_cast<std::size_t>(i)] = {lower, std::min(lower + 1, from - 1),
                                         static_cast<float>(centre - static_cast<double>(lower))};
  }
  return taps;
}

void resize_image(std::span<const ResizeTap> rows, std::span<const ResizeTap> columns, Index from_columns,
                  Index channels, const float* from, float* to) {
  for (const ResizeTap& row : rows) {
    for (const ResizeTap& column : columns) {
      const FourCells cells = four_cells(row, column, from_columns, channels);
      for (Index c = 0; c < channels; ++c) {
        to[c] = cells.weight[0] * from[cells.offset[0] + c] + cells.weight[1] * from[cells.offset[1] + c] +
                cells.weight[2] * from[cells.offset[2] + c] + cells.weight[3] * from[cells.offset[3] + c];
      }
      to += channels;
    }
  }
}

void add_resize_gradient(std::span<const ResizeTap> rows, std::span<const ResizeTap> columns, Index from_columns,
                         Index channels, const float* gradient, float* into) {
  for (const ResizeTap& row : rows) {
    for (const ResizeTap& column : columns) {
      const FourCells cells = four_cells(row, column, from_columns, channels);
      for (std::size_t k = 0; k < 4; ++k) {
        for (Index c = 0; c < channels; ++c) into[cells.offset[k] + c] += cells.weight[k] * gradient[c];
      }
      gradient += channels;
    }
  }
}

}  // namespace vernier::nn
