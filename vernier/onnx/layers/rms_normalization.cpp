#include "vernier/nn/layers/rms_normalization.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_rms_normalization(LayerCall& call) {
  GraphWriter& graph = call.graph;
  const Name squares = mean(graph, graph.node("Mul", {call.x(), call.x()}), {-1});
  const Name y = over_root(graph, call.x(), squares, call.options<nn::RMSNormalizationOptions>().epsilon);
  return graph.node("Mul", {y, call.constant("scale")});
}

}  // namespace

const ExporterInfo& exporter_rms_normalization() {
  static const ExporterInfo info{.layers = {"rms_normalization"}, .write = &write_rms_normalization};
  return info;
}

}  // namespace vernier::onnx
