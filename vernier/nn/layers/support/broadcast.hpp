#pragma once
// One input of a merge in the shape of the output.
#include <array>

#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// How one sample of an input lies in one of the output: axes that it lacks at the front, or has with extent 1, are
/// repeated.
class Broadcast {
 public:
  /// `output` is a broadcast_shape of `input`.
  Broadcast(const Shape& input, const Shape& output);

  /// Nothing is repeated.
  [[nodiscard]] bool whole() const { return input_size_ == output_.size(); }
  [[nodiscard]] Index input_size() const { return input_size_; }
  /// A sample of the input to one of the output.
  void spread(const float* from, float* to) const;
  /// And back: each element is the sum of its copies.
  void gather(const float* from, float* to) const;

 private:
  [[nodiscard]] Index offset(Index run) const;

  Shape output_;
  Index input_size_;
  std::array<Index, Shape::max_rank> strides_{};  // in the input, of each axis of the output; 0 where it is repeated
};

/// The shape that both go into: extents are equal or one of them is 1, counted from the last axis. Throws
/// InvalidArgument otherwise.
[[nodiscard]] Shape broadcast_shape(const Shape& a, const Shape& b);

}  // namespace vernier::nn
