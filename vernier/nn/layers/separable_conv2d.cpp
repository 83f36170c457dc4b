#include "vernier/nn/layers/separable_conv2d.hpp"

#include "vernier/nn/layers/support/depthwise_layers.hpp"

namespace vernier::nn {

const LayerInfo& layer_separable_conv2d() {
  static const LayerInfo info{
      .name = "separable_conv2d",
      .summary = "a window for each channel, then a mixing of them, over images (lines, columns, channels)",
      .cites = "Chollet, CVPR 2017; keras/src/layers/convolutional/separable_conv2d.py",
      .options = option_table<SeparableConvolutionOptions>(),
      .make = &make_of_rank<SeparableConvolutionLayer, 2, SeparableConvolutionOptions>};
  return info;
}

}  // namespace vernier::nn
