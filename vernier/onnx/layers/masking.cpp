// Masked steps become zeros.
#include "vernier/nn/layers/masking.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_masking(LayerCall& call) {
  GraphWriter& graph = call.graph;
  const Name value = graph.number(static_cast<float>(call.options<nn::MaskingOptions>().mask_value));
  const Name differs = as_mask(graph, graph.node("Not", {graph.node("Equal", {call.x(), value})}));
  call.made_mask =
      graph.node("ReduceMax", {differs}, {{"axes", std::vector<std::int64_t>{-1}}, {"keepdims", std::int64_t{0}}});
  return where_counted(graph, call.made_mask, call.shape().rank(), call.x(), graph.number(0));
}

}  // namespace

const ExporterInfo& exporter_masking() {
  static const ExporterInfo info{.layers = {"masking"}, .write = &write_masking};
  return info;
}

}  // namespace vernier::onnx
