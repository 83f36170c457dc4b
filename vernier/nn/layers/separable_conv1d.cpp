#include "vernier/nn/layers/separable_conv1d.hpp"

#include "vernier/nn/layers/support/depthwise_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_separable_conv1d() {
  static const LayerInfo info{
      .name = "separable_conv1d",
      .summary = "a window for each channel, then a mixing of them, over sequences (steps, channels)",
      .cites = "Chollet, CVPR 2017; keras/src/layers/convolutional/separable_conv1d.py",
      .options = option_table<SeparableConvolutionOptions>(),
      .make = &make_of_rank<SeparableConvolutionLayer, 1, SeparableConvolutionOptions>};
  return info;
}

}  // namespace vernier::nn
