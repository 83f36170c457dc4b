#include "vernier/onnx/layers/support/windows.hpp"

#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/pooling_options.hpp"
#include "vernier/onnx/layers/support/activations.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {

std::vector<nn::WindowAxis> window_axes(const Shape& sample, const std::vector<Index>& window,
                                        const std::vector<Index>& strides, const std::vector<Index>& dilation,
                                        const std::string& padding) {
  const std::size_t count = sample.rank() - 1;
  const std::vector<Index> windows = nn::per_axis(window, count, "kernel_size");
  const std::vector<Index> steps = nn::per_axis(strides, count, "strides");
  const std::vector<Index> spread = nn::per_axis(dilation, count, "dilation_rate");
  std::vector<nn::WindowAxis> axes;
  for (std::size_t axis = 0; axis < count; ++axis) {
    axes.push_back(nn::convolved_axis(sample[axis], windows[axis], steps[axis], spread[axis], padding));
  }
  return axes;
}

std::vector<Attribute> window_attributes(const std::vector<nn::WindowAxis>& axes, bool dilated) {
  std::vector<std::int64_t> window, strides, dilations, pads;
  for (const nn::WindowAxis& axis : axes) {
    window.push_back(axis.window);
    strides.push_back(axis.stride);
    dilations.push_back(axis.dilation);
    pads.push_back(axis.before);
  }
  for (const nn::WindowAxis& axis : axes) pads.push_back(axis.padded() - axis.before - axis.wide);
  std::vector<Attribute> attributes{{"kernel_shape", window}, {"strides", strides}, {"pads", pads}};
  if (dilated) attributes.push_back({"dilations", dilations});
  return attributes;
}

Name pooled(LayerCall& call, std::string_view op, std::vector<Attribute> attributes) {
  const auto options = call.options<nn::PoolingOptions>();
  const std::size_t rank = call.shape().rank();
  const auto axes =
      window_axes(call.shape(), options.pool_size, options.strides.value_or(options.pool_size), {1}, options.padding);
  for (Attribute& attribute : window_attributes(axes, false)) attributes.push_back(std::move(attribute));
  const Name y = call.graph.node(op, {channels_first(call.graph, call.x(), rank)}, std::move(attributes));
  return channels_last(call.graph, y, rank);
}

Name convolved(GraphWriter& graph, const Name& x, const Name& kernel, const std::vector<nn::WindowAxis>& axes,
               Index groups) {
  std::vector<Attribute> attributes = window_attributes(axes, true);
  attributes.push_back({"group", groups});
  return graph.node("Conv", {x, kernel}, std::move(attributes));
}

Name kernel_constant(LayerCall& call, std::string_view name) {
  const nn::Weight& kernel = call.weight(name);
  const Shape& shape = kernel.shape;
  if (shape.rank() == 3) {
    return call.graph.floats({shape[2], shape[1], shape[0]}, permuted(kernel.value, {2, 1, 0}));
  }
  return call.graph.floats({shape[3], shape[2], shape[0], shape[1]}, permuted(kernel.value, {3, 2, 0, 1}));
}

Name depthwise_constant(LayerCall& call, std::string_view name) {
  const nn::Weight& kernel = call.weight(name);
  const Shape& shape = kernel.shape;
  if (shape.rank() == 3) {
    return call.graph.floats({shape[1] * shape[2], 1, shape[0]}, permuted(kernel.value, {1, 2, 0}));
  }
  return call.graph.floats({shape[2] * shape[3], 1, shape[0], shape[1]}, permuted(kernel.value, {2, 3, 0, 1}));
}

Name finished(LayerCall& call, const Name& x, const Component& activation) {
  Name y = channels_last(call.graph, x, call.shape().rank());
  if (call.has_weight("bias")) y = call.graph.node("Add", {y, call.constant("bias")});
  return activated(call.graph, activation, y);
}

}  // namespace vernier::onnx
