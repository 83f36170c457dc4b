#pragma once
// The way back of a convolution: larger sequences (steps, channels). Source:
// keras/src/layers/convolutional/conv1d_transpose.py, Keras 3.
#include "vernier/nn/layers/support/convolution_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Conv1DTranspose(Index filters, std::vector<Index> kernel_size,
                                               ConvolutionTransposeOptions options = {}) {
  options.filters = filters;
  options.kernel_size = std::move(kernel_size);
  return make_component("conv1d_transpose", options);
}

}  // namespace vernier::nn
