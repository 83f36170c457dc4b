// A window for each channel, then a mixing of them.
#include "vernier/nn/layers/support/convolution_options.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

Name write_separable_convolution(LayerCall& call) {
  const auto options = call.options<nn::SeparableConvolutionOptions>();
  const auto axes =
      window_axes(call.shape(), options.kernel_size, options.strides, options.dilation_rate, options.padding);
  const Name x = channels_first(call.graph, call.x(), call.shape().rank());
  const Name parts = convolved(call.graph, x, depthwise_constant(call, "depthwise_kernel"), axes, call.shape().back());
  const auto points = window_axes(call.output, {1}, {1}, {1}, "valid");
  const Name y = convolved(call.graph, parts, kernel_constant(call, "pointwise_kernel"), points, 1);
  return finished(call, y, options.activation);
}

}  // namespace

const ExporterInfo& exporter_separable_convolution() {
  static const ExporterInfo info{.layers = {"separable_conv1d", "separable_conv2d"},
                                 .write = &write_separable_convolution};
  return info;
}

}  // namespace vernier::onnx
