#include "vernier/nn/layers/lstm.hpp"

#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"
#include "vernier/onnx/layers/support/recurrence.hpp"

namespace vernier::onnx {
namespace {

enum LstmGate : std::size_t { fill, keep, candidate, read, lstm_gates };

Name write_lstm(LayerCall& call) {
  const auto options = call.options<nn::LSTMOptions>();
  const auto step = [&](GraphWriter& graph, const Name& inputs, const std::vector<Name>& states) {
    const Name gates = graph.node("Add", {inputs, recur(call, graph, states[0], options.units, 0, lstm_gates)});
    const auto gate = [&](LstmGate which, const Component& function) {
      return activated(graph, function, gate_of(graph, gates, which, options.units));
    };
    const Name kept = graph.node("Mul", {gate(keep, options.recurrent_activation), states[1]});
    const Name filled =
        graph.node("Mul", {gate(fill, options.recurrent_activation), gate(candidate, options.activation)});
    const Name cell = graph.node("Add", {kept, filled});
    const Name output =
        graph.node("Mul", {gate(read, options.recurrent_activation), activated(graph, options.activation, cell)});
    return std::vector<Name>{output, cell};
  };
  return recurrent(call, nn::RecurrentOptions::of(options),
                   {.op = "LSTM",
                    .gates = {fill, read, keep, candidate},
                    .functions = {options.recurrent_activation, options.activation, options.activation},
                    .states = 2,
                    .step = step});
}

}  // namespace

const ExporterInfo& exporter_lstm() {
  static const ExporterInfo info{.layers = {"lstm"}, .write = &write_lstm};
  return info;
}

}  // namespace vernier::onnx
