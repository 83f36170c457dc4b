#pragma once
// Convolution of sequences (steps, channels). Source: keras/src/layers/convolutional/conv1d.py, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Conv1D(Index filters, std::vector<Index> kernel_size, ConvolutionOptions options = {}) {
  options.filters = filters;
  options.kernel_size = std::move(kernel_size);
  return make_component("conv1d", options);
}

}  // namespace vernier::nn
