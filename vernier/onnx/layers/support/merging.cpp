#include "vernier/onnx/layers/support/merging.hpp"

#include <limits>
#include <optional>

#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

/// Only an input of the output's rank has steps that a mask can speak of.
bool has_steps(const LayerCall& call, const Value& input) {
  return !input.mask.empty() && input.shape.rank() == call.output.rank();
}

/// What a masked step is taken for; nothing where it is merged like others.
std::optional<float> neutral_of(std::string_view layer) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  if (layer == "multiply") return 1.0F;
  if (layer == "maximum") return -infinity;
  if (layer == "minimum") return infinity;
  return std::nullopt;
}

}  // namespace

Name merged_mask(LayerCall& call) {
  std::vector<Name> masks;
  for (const Value& input : call.inputs) {
    if (!has_steps(call, input)) return {};
    masks.push_back(input.mask);
  }
  return masks.size() == 1 ? masks[0] : call.graph.node("Max", masks);
}

std::vector<Name> merged_inputs(LayerCall& call) {
  GraphWriter& graph = call.graph;
  const std::size_t rank = call.output.rank();
  const std::optional<float> neutral = neutral_of(call.layer.name);
  std::vector<Name> inputs;
  for (const Value& input : call.inputs) {
    Name name = input.name;
    if (input.shape.rank() < rank) {
      Shape shape = input.shape;
      while (shape.rank() < rank) shape = shape.with_front(1);
      name = reshape(graph, name, shape);
    }
    if (neutral && has_steps(call, input)) {
      const Name own = name;
      name = where_counted(graph, input.mask, rank, own, graph.number(*neutral));
      if (inputs.empty() && !call.made_mask.empty()) {  // where no input counts
        const Name otherwise = call.layer.name == "multiply" ? graph.number(0) : own;
        name = where_counted(graph, call.made_mask, rank, name, otherwise);
      }
    }
    inputs.push_back(std::move(name));
  }
  return inputs;
}

}  // namespace vernier::onnx
