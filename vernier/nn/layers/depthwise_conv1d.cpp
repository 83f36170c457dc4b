#include "vernier/nn/layers/depthwise_conv1d.hpp"

#include "vernier/nn/layers/support/depthwise_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_depthwise_conv1d() {
  static const LayerInfo info{
      .name = "depthwise_conv1d",
      .summary = "a window for each channel of sequences (steps, channels)",
      .cites = "Howard et al. 2017, arXiv 1704.04861; keras/src/layers/convolutional/depthwise_conv1d.py",
      .options = option_table<DepthwiseConvolutionOptions>(),
      .make = &make_of_rank<DepthwiseConvolutionLayer, 1, DepthwiseConvolutionOptions>};
  return info;
}

}  // namespace vernier::nn
