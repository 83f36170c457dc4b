// Ids are float32 as everywhere in a model; those outside the table are refused by the runtime.
#include "vernier/nn/layers/embedding.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_embedding(LayerCall& call) {
  GraphWriter& graph = call.graph;
  constexpr std::int64_t int64 = 7;  // TensorProto::INT64
  const Name ids = graph.node("Cast", {call.x()}, {{"to", int64}});
  if (call.options<nn::EmbeddingOptions>().mask_zero) {
    call.made_mask = as_mask(graph, graph.node("Not", {graph.node("Equal", {call.x(), graph.number(0)})}));
  }
  return graph.node("Gather", {call.constant("embeddings"), ids}, {{"axis", std::int64_t{0}}});
}

}  // namespace

const ExporterInfo& exporter_embedding() {
  static const ExporterInfo info{.layers = {"embedding"}, .write = &write_embedding};
  return info;
}

}  // namespace vernier::onnx
