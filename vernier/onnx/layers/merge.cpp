// Element by element. A step of the output counts where that of any input does.
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/merging.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_merge(LayerCall& call) {
  GraphWriter& graph = call.graph;
  call.made_mask = merged_mask(call);
  const std::vector<Name> inputs = merged_inputs(call);
  const std::string& kind = call.layer.name;
  if (kind == "average") return graph.node("Mean", inputs);
  if (kind == "maximum") return graph.node("Max", inputs);
  if (kind == "minimum") return graph.node("Min", inputs);
  Name result = inputs[0];
  for (std::size_t k = 1; k < inputs.size(); ++k) {
    result = graph.node(kind == "add" ? "Add" : kind == "subtract" ? "Sub" : "Mul", {result, inputs[k]});
  }
  return result;
}

}  // namespace

const ExporterInfo& exporter_merge() {
  static const ExporterInfo info{.layers = {"add", "average", "maximum", "minimum", "multiply", "subtract"},
                                 .write = &write_merge};
  return info;
}

}  // namespace vernier::onnx
