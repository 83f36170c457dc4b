#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_repeat_vector(LayerCall& call) {
  const Name repeats = call.graph.integers({1, call.output[0], 1});
  return call.graph.node("Tile", {unsqueeze(call.graph, call.x(), {1}), repeats});
}

}  // namespace

const ExporterInfo& exporter_repeat_vector() {
  static const ExporterInfo info{.layers = {"repeat_vector"}, .write = &write_repeat_vector};
  return info;
}

}  // namespace vernier::onnx
