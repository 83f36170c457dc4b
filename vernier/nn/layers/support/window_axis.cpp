#include "vernier/nn/layers/support/window_axis.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"

namespace vernier::nn {

WindowAxis convolved_axis(Index in, Index window, Index stride, Index dilation, const std::string& padding) {
  WindowAxis axis{.wide = in, .window = window, .stride = stride, .dilation = dilation};
  if (padding == "same") {
    axis.narrow = (in + stride - 1) / stride;
    axis.before = std::max<Index>((axis.narrow - 1) * stride + axis.reach() - in, 0) / 2;
  } else if (padding == "causal") {
    axis.narrow = (in + stride - 1) / stride;
    axis.before = axis.reach() - 1;
  } else if (in >= axis.reach()) {
    axis.narrow = (in - axis.reach()) / stride + 1;
  } else {
    throw InvalidArgument(fmt::format("a window of {} on an axis of {}", axis.reach(), in),
                          "a window no larger than its image", "Give a smaller window, or padding: same.");
  }
  return axis;
}

}  // namespace vernier::nn
