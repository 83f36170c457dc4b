#include "vernier/nn/layers/simple_rnn.hpp"

#include "vernier/onnx/layers/exporter.hpp"
#include "vernier/onnx/layers/support/activations.hpp"
#include "vernier/onnx/layers/support/recurrence.hpp"

namespace vernier::onnx {
namespace {

Name write_simple_rnn(LayerCall& call) {
  const auto options = call.options<nn::SimpleRNNOptions>();
  const auto step = [&](GraphWriter& graph, const Name& inputs, const std::vector<Name>& states) {
    const Name sum = graph.node("Add", {inputs, recur(call, graph, states[0], options.units, 0, 1)});
    return std::vector<Name>{activated(graph, options.activation, sum)};
  };
  return recurrent(call, nn::RecurrentOptions::of(options),
                   {.op = "RNN", .gates = {0}, .functions = {options.activation}, .step = step});
}

}  // namespace

const ExporterInfo& exporter_simple_rnn() {
  static const ExporterInfo info{.layers = {"simple_rnn"}, .write = &write_simple_rnn};
  return info;
}

}  // namespace vernier::onnx
