#pragma once
// Norms of updates that are never stored as a whole.
#include <algorithm>
#include <array>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {

/// The sum of the squares of value(i), a float, over i below `count`.
template <class Value>
[[nodiscard]] double sum_of_squares_of(std::size_t count, Value value) {
  std::array<float, 256> chunk;
  double sum = 0.0;
  for (std::size_t first = 0; first < count; first += chunk.size()) {
    const std::size_t size = std::min(chunk.size(), count - first);
    for (std::size_t i = 0; i < size; ++i) chunk[i] = value(first + i);
    sum += kernels::sum_of_squares({chunk.data(), size});
  }
  return sum;
}

}  // namespace vernier::nn
