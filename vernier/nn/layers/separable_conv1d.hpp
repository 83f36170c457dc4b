#pragma once
// A window for each channel, then a mixing of them, over sequences (steps, channels). Source:
// keras/src/layers/convolutional/separable_conv1d.py, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component SeparableConv1D(Index filters, std::vector<Index> kernel_size,
                                               SeparableConvolutionOptions options = {}) {
  options.filters = filters;
  options.kernel_size = std::move(kernel_size);
  return make_component("separable_conv1d", options);
}

}  // namespace vernier::nn
