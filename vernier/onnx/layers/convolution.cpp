#include "vernier/nn/layers/support/convolution_options.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

Name write_convolution(LayerCall& call) {
  const auto options = call.options<nn::ConvolutionOptions>();
  const auto axes =
      window_axes(call.shape(), options.kernel_size, options.strides, options.dilation_rate, options.padding);
  const Name x = channels_first(call.graph, call.x(), call.shape().rank());
  const Name y = convolved(call.graph, x, kernel_constant(call, "kernel"), axes, options.groups);
  return finished(call, y, options.activation);
}

}  // namespace

const ExporterInfo& exporter_convolution() {
  static const ExporterInfo info{.layers = {"conv1d", "conv2d"}, .write = &write_convolution};
  return info;
}

}  // namespace vernier::onnx
