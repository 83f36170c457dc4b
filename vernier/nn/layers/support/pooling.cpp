#include "vernier/nn/layers/support/pooling.hpp"

#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {

Shape PoolingLayer::build(std::span<const Shape> inputs) {
  expect_rank(inputs[0], axes_ + 1, axes_ == 1 ? "(steps, channels)" : "(rows, columns, channels)");
  const std::vector<Index> size = per_axis(options_.pool_size, axes_, "pool_size");
  const std::vector<Index> strides = options_.strides ? per_axis(*options_.strides, axes_, "strides") : size;
  channels_ = inputs[0].back();
  columns_ = convolved_axis(inputs[0][axes_ - 1], size.back(), strides.back(), 1, options_.padding);
  if (axes_ == 1) return {columns_.narrow, channels_};
  rows_ = convolved_axis(inputs[0][0], size[0], strides[0], 1, options_.padding);
  return {rows_.narrow, columns_.narrow, channels_};
}

}  // namespace vernier::nn
