#include "vernier/nn/layers/conv1d.hpp"

#include "vernier/nn/layers/support/convolution_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_conv1d() {
  static const LayerInfo info{.name = "conv1d",
                              .summary = "convolution of sequences (steps, channels)",
                              .cites = "LeCun et al. 1998; keras/src/layers/convolutional/conv1d.py",
                              .options = option_table<ConvolutionOptions>(),
                              .make = &make_of_rank<ConvolutionLayer, 1, ConvolutionOptions>};
  return info;
}

}  // namespace vernier::nn
