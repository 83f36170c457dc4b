#include "vernier/nn/layers/gru.hpp"

#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"
#include "vernier/onnx/layers/support/recurrence.hpp"

namespace vernier::onnx {
namespace {

enum GruGate : std::size_t { update, reset, candidate_state, gru_gates };

Name write_gru(LayerCall& call) {
  const auto options = call.options<nn::GRUOptions>();
  const Index units = options.units;
  // with reset_after the state has biases of its own, the second row
  const auto state_bias = [&](GraphWriter& graph, std::size_t first, std::size_t last) {
    const std::span<const float> bias = call.weight("bias").value.values();
    const auto width = static_cast<std::size_t>(units);
    const auto part = bias.subspan((gru_gates + first) * width, (last - first) * width);
    return graph.floats({static_cast<Index>(part.size())}, part);
  };
  const auto product = [&](GraphWriter& graph, const Name& state, std::size_t first, std::size_t last) {
    const Name y = recur(call, graph, state, units, first, last);
    const bool biased = options.use_bias && options.reset_after;
    return biased ? graph.node("Add", {y, state_bias(graph, first, last)}) : y;
  };
  const auto step = [&](GraphWriter& graph, const Name& inputs, const std::vector<Name>& states) {
    const Name& h = states[0];
    const Name products = product(graph, h, update, candidate_state);
    const auto gate = [&](GruGate which) {
      const Name sum =
          graph.node("Add", {gate_of(graph, inputs, which, units), gate_of(graph, products, which, units)});
      return activated(graph, options.recurrent_activation, sum);
    };
    const Name z = gate(update);
    const Name r = gate(reset);
    const Name own = options.reset_after ? graph.node("Mul", {r, product(graph, h, candidate_state, gru_gates)})
                                         : product(graph, graph.node("Mul", {r, h}), candidate_state, gru_gates);
    const Name fresh =
        activated(graph, options.activation, graph.node("Add", {gate_of(graph, inputs, candidate_state, units), own}));
    const Name change = graph.node("Mul", {z, graph.node("Sub", {h, fresh})});
    return std::vector<Name>{graph.node("Add", {fresh, change})};
  };
  return recurrent(call, nn::RecurrentOptions::of(options),
                   {.op = "GRU",
                    .gates = {update, reset, candidate_state},
                    .functions = {options.recurrent_activation, options.activation},
                    .attributes = {{"linear_before_reset", std::int64_t{options.reset_after}}},
                    .step = step});
}

}  // namespace

const ExporterInfo& exporter_gru() {
  static const ExporterInfo info{.layers = {"gru"}, .write = &write_gru};
  return info;
}

}  // namespace vernier::onnx
