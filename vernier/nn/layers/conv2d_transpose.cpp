#include "vernier/nn/layers/conv2d_transpose.hpp"

#include "vernier/nn/layers/support/convolution_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_conv2d_transpose() {
  static const LayerInfo info{.name = "conv2d_transpose",
                              .summary = "the way back of a convolution: larger images (lines, columns, channels)",
                              .cites = "Zeiler et al. 2010; keras/src/layers/convolutional/conv2d_transpose.py",
                              .options = option_table<ConvolutionTransposeOptions>(),
                              .make = &make_of_rank<ConvolutionTransposeLayer, 2, ConvolutionTransposeOptions>};
  return info;
}

}  // namespace vernier::nn
