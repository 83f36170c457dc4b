#include "vernier/nn/layers/support/broadcast.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

Broadcast::Broadcast(const Shape& input, const Shape& output) : output_(output), input_size_(input.size()) {
  const std::size_t lacking = output.rank() - input.rank();
  Index stride = 1;
  for (std::size_t axis = input.rank(); axis-- > 0;) {
    if (input[axis] == output[axis + lacking]) strides_[axis + lacking] = stride;
    stride *= input[axis];
  }
}

Index Broadcast::offset(Index run) const {
  Index result = 0;
  for (std::size_t axis = output_.rank() - 1; axis-- > 0; run /= output_[axis]) {
    result += run % output_[axis] * strides_[axis];
  }
  return result;
}

void Broadcast::spread(const float* from, float* to) const {
  const Index length = output_.back();
  const bool copies = strides_[output_.rank() - 1] != 0;
  for (Index run = 0; run * length < output_.size(); ++run, to += length) {
    const float* source = from + offset(run);
    if (copies) {
      std::copy_n(source, length, to);
    } else {
      std::fill_n(to, length, *source);
    }
  }
}

void Broadcast::gather(const float* from, float* to) const {
  const Index length = output_.back();
  const bool copies = strides_[output_.rank() - 1] != 0;
  std::fill_n(to, input_size_, 0.0F);
  for (Index run = 0; run * length < output_.size(); ++run, from += length) {
    float* sum = to + offset(run);
    for (Index i = 0; i < length; ++i) sum[copies ? i : 0] += from[i];
  }
}

Shape broadcast_shape(const Shape& a, const Shape& b) {
  const Shape& longer = a.rank() >= b.rank() ? a : b;
  const Shape& shorter = a.rank() >= b.rank() ? b : a;
  const std::size_t lacking = longer.rank() - shorter.rank();
  std::array<Index, Shape::max_rank> extents{};
  std::copy(longer.extents().begin(), longer.extents().end(), extents.begin());
  for (std::size_t axis = 0; axis < shorter.rank(); ++axis) {
    Index& extent = extents[axis + lacking];
    if (extent != shorter[axis] && extent != 1 && shorter[axis] != 1) {
      throw InvalidArgument(fmt::format("inputs of shapes {} and {}", to_string(a), to_string(b)),
                            "extents that are equal, or 1 in one of the inputs");
    }
    if (extent == 1) extent = shorter[axis];
  }
  return Shape(std::span<const Index>(extents.data(), longer.rank()));
}

}  // namespace vernier::nn
