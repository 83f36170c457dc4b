#pragma once
// Operators that several layers need.
#include <initializer_list>
#include <vector>

#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// Samples of another shape with the same elements.
[[nodiscard]] Name reshape(GraphWriter& graph, const Name& x, const Shape& sample);
/// `order` counts the batch as axis 0.
[[nodiscard]] Name transpose(GraphWriter& graph, const Name& x, std::vector<std::int64_t> order);
/// (batch, places..., channels) as (batch, channels, places...), and the way back; `rank` is that of a sample.
[[nodiscard]] Name channels_first(GraphWriter& graph, const Name& x, std::size_t rank);
[[nodiscard]] Name channels_last(GraphWriter& graph, const Name& x, std::size_t rank);
/// [start, end) of an axis that counts the batch as 0.
[[nodiscard]] Name slice(GraphWriter& graph, const Name& x, std::int64_t axis, std::int64_t start, std::int64_t end);
[[nodiscard]] Name unsqueeze(GraphWriter& graph, const Name& x, std::initializer_list<std::int64_t> axes);
[[nodiscard]] Name mean(GraphWriter& graph, const Name& x, std::vector<std::int64_t> axes, bool keepdims = true);
/// x / sqrt(y + epsilon)
[[nodiscard]] Name over_root(GraphWriter& graph, const Name& x, const Name& y, double epsilon);
/// x - mean over its root of variance + epsilon, along the axes.
[[nodiscard]] Name normalized(GraphWriter& graph, const Name& x, const std::vector<std::int64_t>& axes, double epsilon);
/// x * min(1 / |x|, 1 / epsilon), along the last axis.
[[nodiscard]] Name unit_length(GraphWriter& graph, const Name& x, double epsilon);
/// The steps of `x`, a sample of `rank` axes, where `mask` (batch, time) counts; `otherwise` elsewhere.
[[nodiscard]] Name where_counted(GraphWriter& graph, const Name& mask, std::size_t rank, const Name& x,
                                 const Name& otherwise);
/// A mask as the conditions that Where takes, and back.
[[nodiscard]] Name as_condition(GraphWriter& graph, const Name& mask);
[[nodiscard]] Name as_mask(GraphWriter& graph, const Name& condition);
/// y = x gamma + beta of the call's weights, where it has them.
[[nodiscard]] Name with_gamma_and_beta(const LayerCall& call, Name x, const Shape& shape);

/// The elements of a weight with its axes in another order.
[[nodiscard]] std::vector<float> permuted(ConstView weight, std::initializer_list<std::size_t> order);

}  // namespace vernier::onnx
