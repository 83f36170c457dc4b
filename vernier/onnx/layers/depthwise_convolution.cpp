// A window for each channel: as many groups as channels.
#include "vernier/nn/layers/support/convolution_options.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

Name write_depthwise_convolution(LayerCall& call) {
  const auto options = call.options<nn::DepthwiseConvolutionOptions>();
  const auto axes =
      window_axes(call.shape(), options.kernel_size, options.strides, options.dilation_rate, options.padding);
  const Name x = channels_first(call.graph, call.x(), call.shape().rank());
  const Name y = convolved(call.graph, x, depthwise_constant(call, "kernel"), axes, call.shape().back());
  return finished(call, y, options.activation);
}

}  // namespace

const ExporterInfo& exporter_depthwise_convolution() {
  static const ExporterInfo info{.layers = {"depthwise_conv1d", "depthwise_conv2d"},
                                 .write = &write_depthwise_convolution};
  return info;
}

}  // namespace vernier::onnx
