// Scaled dot-product attention; what a mask or the order of the steps hides has the least score.
#include "vernier/nn/layers/multi_head_attention.hpp"
#include <cmath>
#include <limits>
#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

constexpr float hidden_score = -0.7F * std::numeric_limits<float>::max();

/// (batch, heads, steps, numbers) of one of the projections.
Name heads_of(LayerCall& call, const Value& input, const std::string& part) {
  GraphWriter& graph = call.graph;
  const Shape kernel = call.weight(part + "/kernel").shape;  // (features, heads, numbers)
  const Index width = kernel[1] * kernel[2];
  Name y = graph.node("MatMul", {input.name, call.constant(part + "/kernel", {kernel[0], width})});
  if (call.has_weight(part + "/bias")) y = graph.node("Add", {y, call.constant(part + "/bias", {width})});
  return transpose(graph, reshape(graph, y, {input.shape[0], kernel[1], kernel[2]}), {0, 2, 1, 3});
}

/// Whether each target may see each source, 0 or 1, (batch or 1, 1, targets or 1, sources); nothing where all is seen.
Name seen_of(LayerCall& call, bool causal) {
  GraphWriter& graph = call.graph;
  std::vector<Name> seen;
  if (causal) {
    const Index targets = call.inputs[0].shape[0];
    const Index sources = call.inputs[1].shape[0];
    std::vector<float> earlier(static_cast<std::size_t>(targets * sources), 0.0F);
    for (Index t = 0; t < targets; ++t) {
      for (Index s = 0; s <= t && s < sources; ++s) earlier[static_cast<std::size_t>(t * sources + s)] = 1.0F;
    }
    seen.push_back(graph.floats({1, 1, targets, sources}, earlier));
  }
  for (std::size_t k = 0; k < call.inputs.size(); ++k) {
    const Name& mask = call.inputs[k].mask;
    if (mask.empty()) continue;
    seen.push_back(k == 0 ? unsqueeze(graph, mask, {1, 3}) : unsqueeze(graph, mask, {1, 2}));
  }
  Name all;
  for (const Name& part : seen) all = all.empty() ? part : graph.node("Mul", {all, part});
  return all;
}

Name write_multi_head_attention(LayerCall& call) {
  const auto options = call.options<nn::MultiHeadAttentionOptions>();
  GraphWriter& graph = call.graph;
  const Name query = heads_of(call, call.inputs[0], "query");
  const Name key = heads_of(call, call.inputs.back(), "key");
  const Name value = heads_of(call, call.inputs[1], "value");
  const Name scaled = graph.node("Mul", {query, graph.number(1.0F / std::sqrt(static_cast<float>(options.key_dim)))});
  Name scores = graph.node("MatMul", {scaled, transpose(graph, key, {0, 1, 3, 2})});
  if (const Name seen = seen_of(call, options.use_causal_mask); !seen.empty()) {
    scores = graph.node("Where", {as_condition(graph, seen), scores, graph.number(hidden_score)});
  }
  const Name weights = graph.node("Softmax", {scores}, {{"axis", std::int64_t{-1}}});
  const Name mixed = transpose(graph, graph.node("MatMul", {weights, value}), {0, 2, 1, 3});
  const Shape kernel = call.weight("attention_output/kernel").shape;  // (heads, numbers, outputs)
  const Index width = kernel[0] * kernel[1];
  const Name joined = reshape(graph, mixed, {call.shape()[0], width});
  const Name y = graph.node("MatMul", {joined, call.constant("attention_output/kernel", {width, kernel[2]})});
  if (!call.has_weight("attention_output/bias")) return y;
  return graph.node("Add", {y, call.constant("attention_output/bias")});
}

}  // namespace

const ExporterInfo& exporter_multi_head_attention() {
  static const ExporterInfo info{.layers = {"multi_head_attention"}, .write = &write_multi_head_attention};
  return info;
}

}  // namespace vernier::onnx
