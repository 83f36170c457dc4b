#pragma once
// Convolution of images (lines, columns, channels). Source: keras/src/layers/convolutional/conv2d.py, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Conv2D(Index filters, std::vector<Index> kernel_size, ConvolutionOptions options = {}) {
  options.filters = filters;
  options.kernel_size = std::move(kernel_size);
  return make_component("conv2d", options);
}

}  // namespace vernier::nn
