// The whole of what the windows reach, of which Keras keeps a part; behind its end Keras adds zeros.
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/convolution_options.hpp"
#include "vernier/nn/layers/support/correlation.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"
#include "vernier/onnx/layers/support/windows.hpp"

namespace vernier::onnx {
namespace {

std::vector<nn::WindowAxis> widened_axes(const Shape& sample, const nn::ConvolutionTransposeOptions& options) {
  const std::size_t count = sample.rank() - 1;
  const std::vector<Index> windows = nn::per_axis(options.kernel_size, count, "kernel_size");
  const std::vector<Index> strides = nn::per_axis(options.strides, count, "strides");
  const std::vector<Index> dilations = nn::per_axis(options.dilation_rate, count, "dilation_rate");
  std::vector<Index> extra;
  if (options.output_padding) extra = nn::per_axis(*options.output_padding, count, "output_padding");
  std::vector<nn::WindowAxis> axes;
  for (std::size_t axis = 0; axis < count; ++axis) {
    axes.push_back(nn::transposed_axis(sample[axis], windows[axis], strides[axis], dilations[axis], options.padding,
                                       extra.empty() ? std::nullopt : std::optional(extra[axis])));
  }
  return axes;
}

Name write_convolution_transpose(LayerCall& call) {
  const auto options = call.options<nn::ConvolutionTransposeOptions>();
  GraphWriter& graph = call.graph;
  const std::vector<nn::WindowAxis> axes = widened_axes(call.shape(), options);
  std::vector<std::int64_t> strides, dilations;
  for (const nn::WindowAxis& axis : axes) {
    strides.push_back(axis.stride);
    dilations.push_back(axis.dilation);
  }
  const Name x = channels_first(graph, call.x(), call.shape().rank());
  Name y = graph.node("ConvTranspose", {x, kernel_constant(call, "kernel")},
                      {{"strides", strides}, {"dilations", dilations}});
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const nn::WindowAxis& axis = axes[k];
    const Index reached = (axis.narrow - 1) * axis.stride + axis.reach();
    const Index lacking = axis.before + axis.wide - reached;
    const auto at = static_cast<std::int64_t>(k) + 2;
    y = slice(graph, y, at, axis.before, axis.before + axis.wide);
    if (lacking <= 0) continue;
    std::vector<std::int64_t> pads(2 * (axes.size() + 2), 0);
    pads[axes.size() + 2 + static_cast<std::size_t>(at)] = lacking;
    y = graph.node("Pad", {y, graph.integers(pads)});
  }
  return finished(call, y, options.activation);
}

}  // namespace

const ExporterInfo& exporter_convolution_transpose() {
  static const ExporterInfo info{.layers = {"conv1d_transpose", "conv2d_transpose"},
                                 .write = &write_convolution_transpose};
  return info;
}

}  // namespace vernier::onnx
