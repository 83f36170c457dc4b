// Along the steps masks are put one after another; along another axis a step counts where it does in one input.
#include "vernier/nn/layers/concatenate.hpp"
#include <algorithm>
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

Name join_masks(LayerCall& call, std::size_t axis) {
  GraphWriter& graph = call.graph;
  std::vector<Name> masks;
  for (const Value& input : call.inputs) {
    if (!input.mask.empty()) {
      masks.push_back(input.mask);
    } else {  // it counts throughout: ones of the batch's extent
      const Name extent = slice(graph, graph.node("Shape", {input.name}), 0, 0, 2);
      const float one = 1.0F;
      masks.push_back(graph.node("Expand", {graph.floats({1, 1}, {&one, 1}), extent}));
    }
  }
  if (axis == 0) return graph.node("Concat", masks, {{"axis", std::int64_t{1}}});
  return masks.size() == 1 ? masks[0] : graph.node("Max", masks);
}

Name write_concatenate(LayerCall& call) {
  const std::size_t axis = nn::sample_axis(call.options<nn::ConcatenateOptions>().axis, call.shape());
  const bool masked = std::ranges::any_of(call.inputs, [](const Value& input) { return !input.mask.empty(); });
  if (masked) call.made_mask = join_masks(call, axis);
  std::vector<Name> inputs;
  for (const Value& input : call.inputs) inputs.push_back(input.name);
  return call.graph.node("Concat", inputs, {{"axis", static_cast<std::int64_t>(axis) + 1}});
}

}  // namespace

const ExporterInfo& exporter_concatenate() {
  static const ExporterInfo info{.layers = {"concatenate"}, .write = &write_concatenate};
  return info;
}

}  // namespace vernier::onnx
