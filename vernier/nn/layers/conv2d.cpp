#include "vernier/nn/layers/conv2d.hpp"

#include "vernier/nn/layers/support/convolution_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_conv2d() {
  static const LayerInfo info{.name = "conv2d",
                              .summary = "convolution of images (lines, columns, channels)",
                              .cites = "LeCun et al. 1998; keras/src/layers/convolutional/conv2d.py",
                              .options = option_table<ConvolutionOptions>(),
                              .make = &make_of_rank<ConvolutionLayer, 2, ConvolutionOptions>};
  return info;
}

}  // namespace vernier::nn
