#include "vernier/nn/layers/conv1d_transpose.hpp"

#include "vernier/nn/layers/support/convolution_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_conv1d_transpose() {
  static const LayerInfo info{.name = "conv1d_transpose",
                              .summary = "the way back of a convolution: larger sequences (steps, channels)",
                              .cites = "Zeiler et al. 2010; keras/src/layers/convolutional/conv1d_transpose.py",
                              .options = option_table<ConvolutionTransposeOptions>(),
                              .make = &make_of_rank<ConvolutionTransposeLayer, 1, ConvolutionTransposeOptions>};
  return info;
}

}  // namespace vernier::nn
