// Both inputs as rows along their axis, then one product.
#include "vernier/nn/layers/dot.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

constexpr double dot_epsilon = 1e-7;

/// (batch, other axes, axis)
Name rows_along(LayerCall& call, const Value& input, Index axis, bool normalize) {
  const std::size_t at = nn::sample_axis(axis, input.shape);
  const std::size_t rank = input.shape.rank();
  std::vector<std::int64_t> order{0};
  for (std::size_t other = 0; other < rank; ++other) {
    if (other != at) order.push_back(static_cast<std::int64_t>(other) + 1);
  }
  order.push_back(static_cast<std::int64_t>(at) + 1);
  const Name turned = at + 1 == rank ? input.name : transpose(call.graph, input.name, std::move(order));
  const Name rows = reshape(call.graph, turned, {input.shape.size() / input.shape[at], input.shape[at]});
  return normalize ? unit_length(call.graph, rows, dot_epsilon) : rows;
}

Name write_dot(LayerCall& call) {
  const auto options = call.options<nn::DotOptions>();
  const std::vector<Index> axes = nn::per_axis(options.axes, 2, "axes");
  const Name a = rows_along(call, call.inputs[0], axes[0], options.normalize);
  const Name b = rows_along(call, call.inputs[1], axes[1], options.normalize);
  const Name product = call.graph.node("MatMul", {a, transpose(call.graph, b, {0, 2, 1})});
  return reshape(call.graph, product, call.output);
}

}  // namespace

const ExporterInfo& exporter_dot() {
  static const ExporterInfo info{.layers = {"dot"}, .write = &write_dot};
  return info;
}

}  // namespace vernier::onnx
