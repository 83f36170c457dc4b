#include "vernier/nn/layers/softmax.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_softmax(LayerCall& call) {
  const std::size_t rank = call.shape().rank();
  const auto axis =
      static_cast<std::int64_t>(nn::sample_axis(call.options<nn::SoftmaxOptions>().axis, call.shape())) + 1;
  const Name& mask = call.inputs[0].mask;
  Name x = call.x();
  if (!mask.empty()) x = where_counted(call.graph, mask, rank, x, call.graph.number(-1e9F));
  const Name y = call.graph.node("Softmax", {x}, {{"axis", axis}});
  return mask.empty() ? y : where_counted(call.graph, mask, rank, y, call.graph.number(0));
}

}  // namespace

const ExporterInfo& exporter_softmax() {
  static const ExporterInfo info{.layers = {"softmax"}, .write = &write_softmax};
  return info;
}

}  // namespace vernier::onnx
