#pragma once
// Windows over images: pooling and convolutions, between a transpose to channels first and one back.
#include "vernier/nn/layers/support/window_axis.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// The axes of places of a sample under windows; one number of an option stands for all of them.
[[nodiscard]] std::vector<nn::WindowAxis> window_axes(const Shape& sample, const std::vector<Index>& window,
                                                      const std::vector<Index>& strides,
                                                      const std::vector<Index>& dilation, const std::string& padding);
/// kernel_shape, strides, pads; dilations where `dilated`.
[[nodiscard]] std::vector<Attribute> window_attributes(const std::vector<nn::WindowAxis>& axes, bool dilated);

/// A pooling layer by `op`.
[[nodiscard]] Name pooled(LayerCall& call, std::string_view op, std::vector<Attribute> attributes);

/// Conv of channels-first `x` with a kernel (window..., inner, outer) in the order (outer, inner, window...).
[[nodiscard]] Name convolved(GraphWriter& graph, const Name& x, const Name& kernel,
                             const std::vector<nn::WindowAxis>& axes, Index groups);
/// A kernel (window..., inner, outer) as a constant (outer, inner, window...).
[[nodiscard]] Name kernel_constant(LayerCall& call, std::string_view name);
/// A kernel (window..., channels, multiplier) as a constant (channels * multiplier, 1, window...).
[[nodiscard]] Name depthwise_constant(LayerCall& call, std::string_view name);
/// Channels last again, with the bias where there is one, and the activation.
[[nodiscard]] Name finished(LayerCall& call, const Name& x, const Component& activation);

}  // namespace vernier::onnx
