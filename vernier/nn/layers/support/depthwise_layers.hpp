#pragma once
// Convolutions whose windows see one channel each, alone or followed by a mixing of the channels. Source:
// keras/src/layers/convolutional/base_depthwise_conv.py and base_separable_conv.py, Keras 3.
#include "vernier/nn/layers/support/convolution_layers.hpp"

namespace vernier::nn {

class DepthwiseConvolutionLayer final : public WindowLayer {
 public:
  DepthwiseConvolutionLayer(std::size_t rank, const DepthwiseConvolutionOptions& options);
  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;

 private:
  DepthwiseConvolutionOptions options_;
};

class SeparableConvolutionLayer final : public WindowLayer {
 public:
  SeparableConvolutionLayer(std::size_t rank, const SeparableConvolutionOptions& options);
  Shape build(std::span<const Shape> inputs) override;
  void forward(Context& context) const override;
  void backward(Context& context) const override;

 private:
  [[nodiscard]] Index mixed() const { return correlation_.wide_channels * options_.depth_multiplier; }
  SeparableConvolutionOptions options_;
};

}  // namespace vernier::nn
