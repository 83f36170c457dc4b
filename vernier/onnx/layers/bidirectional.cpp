// A layer forwards, one backwards, whose sequence is turned round again.
#include "vernier/nn/layers/bidirectional.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/inner_call.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name write_bidirectional(LayerCall& call) {
  GraphWriter& graph = call.graph;
  const auto options = call.options<nn::BidirectionalOptions>();
  const bool sequences = options.layer.options.value("return_sequences", false);
  std::vector<Name> parts;
  for (const bool backwards : {false, true}) {
    Component part = options.layer;
    if (backwards) part.options["go_backwards"] = true;
    if (sequences) part.options["zero_output_for_mask"] = true;
    LayerCall inner = inner_call(call, part, backwards ? "backward_" : "forward_");
    inner.inputs = call.inputs;
    inner.output = call.output;  // but for the last extent, of which recurrent layers know by their units
    parts.push_back(write_layer(inner));
  }
  if (sequences) {
    parts[1] = graph.node("Slice", {parts[1], graph.integers({-1}), graph.integers({INT64_MIN}), graph.integers({1}),
                                    graph.integers({-1})});
  }
  if (options.merge_mode == "concat") return graph.node("Concat", parts, {{"axis", std::int64_t{-1}}});
  return graph.node(options.merge_mode == "mul" ? "Mul" : options.merge_mode == "ave" ? "Mean" : "Sum", parts);
}

}  // namespace

const ExporterInfo& exporter_bidirectional() {
  static const ExporterInfo info{.layers = {"bidirectional"}, .write = &write_bidirectional};
  return info;
}

}  // namespace vernier::onnx
