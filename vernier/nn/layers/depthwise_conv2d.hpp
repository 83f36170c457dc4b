#pragma once
// A window for each channel of images (lines, columns, channels). Source:
// keras/src/layers/convolutional/depthwise_conv2d.py, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component DepthwiseConv2D(std::vector<Index> kernel_size,
                                               DepthwiseConvolutionOptions options = {}) {
  options.kernel_size = std::move(kernel_size);
  return make_component("depthwise_conv2d", options);
}

}  // namespace vernier::nn
