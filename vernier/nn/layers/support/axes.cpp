#include "vernier/nn/layers/support/axes.hpp"

#include <fmt/format.h>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

std::size_t sample_axis(Index axis, const Shape& shape) {
  const auto rank = static_cast<Index>(shape.rank());
  const Index counted = axis < 0 ? axis + rank + 1 : axis;
  if (counted < 1 || counted > rank) {
    throw InvalidArgument(fmt::format("axis {} of samples of shape {}", axis, to_string(shape)),
                          fmt::format("1 to {}, or -{} to -1 (axis 0 is the batch)", rank, rank));
  }
  return static_cast<std::size_t>(counted - 1);
}

void expect_rank(const Shape& shape, std::size_t rank, std::string_view form) {
  if (shape.rank() != rank) {
    throw InvalidArgument(fmt::format("samples of shape {}", to_string(shape)), fmt::format("{}", form));
  }
}

std::vector<Index> per_axis(const std::vector<Index>& given, std::size_t count, std::string_view option) {
  if (given.size() == 1) return std::vector<Index>(count, given[0]);
  if (given.size() != count) {
    throw InvalidArgument(fmt::format("{} is [{}]", option, fmt::join(given, ", ")),
                          count == 1 ? "one number" : fmt::format("one number or {}", count));
  }
  return given;
}

Index product(const Shape& shape, std::size_t first, std::size_t last) {
  Index size = 1;
  for (std::size_t axis = first; axis < last; ++axis) size *= shape[axis];
  return size;
}

}  // namespace vernier::nn
