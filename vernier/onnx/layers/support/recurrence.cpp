#include "vernier/onnx/layers/support/recurrence.hpp"

#include <algorithm>

#include "vernier/onnx/layers/support/operators.hpp"

namespace vernier::onnx {
namespace {

/// ONNX's name of a function of its recurrent operators; null for one that they lack.
const char* operator_function(const Component& function) {
  if (!function.options.empty()) return nullptr;
  if (function.name == "tanh") return "Tanh";
  if (function.name == "sigmoid") return "Sigmoid";
  if (function.name == "relu") return "Relu";
  return nullptr;
}

/// Columns `gate * units + u` of a matrix (rows, gates * units) as rows of a constant (1, gates * units, rows).
Name gates_as_rows(const LayerCall& call, std::string_view weight, const Cell& cell, Index units) {
  const ConstView matrix = call.weight(weight).value;
  const Index rows = matrix.shape[0];
  std::vector<float> turned;
  turned.reserve(static_cast<std::size_t>(matrix.size()));
  for (const std::size_t gate : cell.gates) {
    for (Index u = 0; u < units; ++u) {
      const Index column = static_cast<Index>(gate) * units + u;
      for (Index row = 0; row < rows; ++row) turned.push_back(matrix.data[row * matrix.shape[1] + column]);
    }
  }
  return call.graph.floats({1, matrix.shape[1], rows}, turned);
}

/// (1, 2 * gates * units): the biases of the inputs, then those of the state.
Name operator_bias(const LayerCall& call, const Cell& cell, Index units) {
  const auto width = static_cast<Index>(cell.gates.size()) * units;
  std::vector<float> both(static_cast<std::size_t>(2 * width), 0.0F);
  const ConstView bias = call.weight("bias").value;
  for (Index set = 0; set * width < bias.size(); ++set) {
    for (std::size_t g = 0; g < cell.gates.size(); ++g) {
      std::copy_n(bias.data + set * width + static_cast<Index>(cell.gates[g]) * units, units,
                  both.data() + set * width + static_cast<Index>(g) * units);
    }
  }
  return call.graph.floats({1, 2 * width}, both);
}

Name by_operator(LayerCall& call, const nn::RecurrentOptions& options, const Cell& cell) {
  GraphWriter& graph = call.graph;
  std::vector<std::string> functions;
  for (const Component& function : cell.functions) functions.emplace_back(operator_function(function));
  std::vector<Attribute> attributes = cell.attributes;
  attributes.push_back({"activations", functions});
  attributes.push_back({"hidden_size", options.units});
  attributes.push_back({"direction", std::string(options.go_backwards ? "reverse" : "forward")});
  const std::vector<Name> y =
      graph.nodes(cell.op,
                  {transpose(graph, call.x(), {1, 0, 2}), gates_as_rows(call, "kernel", cell, options.units),
                   gates_as_rows(call, "recurrent_kernel", cell, options.units),
                   options.use_bias ? operator_bias(call, cell, options.units) : Name()},
                  2, std::move(attributes));
  if (!options.return_sequences) return graph.node("Squeeze", {y[1], graph.integers({0})});
  const Name sequence = transpose(graph, graph.node("Squeeze", {y[0], graph.integers({1})}), {1, 0, 2});
  if (!options.go_backwards) return sequence;
  return graph.node("Slice", {sequence, graph.integers({-1}), graph.integers({INT64_MIN}), graph.integers({1}),
                              graph.integers({-1})});  // Keras gives the order in which it read
}

/// Zeros (batch, units).
Name first_state(GraphWriter& graph, const Name& x, Index units) {
  const Name batch = slice(graph, graph.node("Shape", {x}), 0, 0, 1);
  const Name extents = graph.node("Concat", {batch, graph.integers({units})}, {{"axis", std::int64_t{0}}});
  const float zero = 0.0F;
  return graph.node("Expand", {graph.floats({1, 1}, {&zero, 1}), extents});
}

Name by_scan(LayerCall& call, const nn::RecurrentOptions& options, const Cell& cell) {
  GraphWriter& graph = call.graph;
  const Name& mask = call.inputs[0].mask;
  GraphWriter body(graph);
  const auto body_input = [&](std::string_view what) {
    const Name name = body.fresh(what);
    body.input(name, {});
    return name;
  };
  std::vector<Name> states;
  for (std::size_t k = 0; k < cell.states; ++k) states.push_back(body_input("state"));
  const Name inputs = body_input("inputs");
  std::vector<Name> next = cell.step(body, inputs, states);
  Name output = body.node("Identity", {next[0]});
  if (!mask.empty()) {  // a masked step keeps the states
    const Name counts = as_condition(body, body_input("mask"));
    for (std::size_t k = 0; k < cell.states; ++k) next[k] = body.node("Where", {counts, next[k], states[k]});
    const Name otherwise = options.zero_output_for_mask ? body.number(0) : states[0];
    output = body.node("Where", {counts, output, otherwise});
  }
  for (const Name& state : next) body.output(state, {});
  body.output(output, {});

  Name products = graph.node("MatMul", {call.x(), call.constant("kernel")});
  if (options.use_bias) {  // the first row, where the state has biases of its own
    const nn::Weight& bias = call.weight("bias");
    const Index width = bias.shape.back();
    products = graph.node(
        "Add", {products, graph.floats({width}, bias.value.values().first(static_cast<std::size_t>(width)))});
  }
  std::vector<Name> scanned(cell.states, first_state(graph, call.x(), options.units));
  scanned.push_back(products);
  if (!mask.empty()) scanned.push_back(unsqueeze(graph, mask, {2}));
  const auto count = static_cast<std::int64_t>(scanned.size() - cell.states);
  const std::vector<std::int64_t> time(static_cast<std::size_t>(count), 1);
  const std::vector<std::int64_t> directions(static_cast<std::size_t>(count), options.go_backwards ? 1 : 0);
  const std::vector<Name> y = graph.nodes("Scan", std::move(scanned), cell.states + 1,
                                          {{"body", &body},
                                           {"num_scan_inputs", count},
                                           {"scan_input_axes", time},
                                           {"scan_input_directions", directions},
                                           {"scan_output_axes", std::vector<std::int64_t>{1}}});
  if (options.return_sequences) return y.back();
  if (mask.empty() || !options.zero_output_for_mask) return y[0];
  return graph.node("Squeeze", {slice(graph, y.back(), 1, -1, INT64_MAX), graph.integers({1})});
}

}  // namespace

Name recurrent(LayerCall& call, const nn::RecurrentOptions& options, const Cell& cell) {
  const bool masked = !call.inputs[0].mask.empty();
  return !masked && std::ranges::all_of(cell.functions, operator_function) ? by_operator(call, options, cell)
                                                                           : by_scan(call, options, cell);
}

Name gate_of(GraphWriter& graph, const Name& gates, std::size_t k, Index units) {
  const auto gate = static_cast<std::int64_t>(k);
  return slice(graph, gates, -1, gate * units, (gate + 1) * units);
}

Name recur(const LayerCall& call, GraphWriter& graph, const Name& state, Index units, std::size_t first,
           std::size_t last) {
  const ConstView kernel = call.weight("recurrent_kernel").value;
  const Index begin = static_cast<Index>(first) * units;
  const Index width = static_cast<Index>(last - first) * units;
  std::vector<float> columns;
  columns.reserve(static_cast<std::size_t>(units * width));
  for (Index row = 0; row < units; ++row) {
    const float* const from = kernel.data + row * kernel.shape[1] + begin;
    columns.insert(columns.end(), from, from + width);
  }
  return graph.node("MatMul", {state, graph.floats({units, width}, columns)});
}

}  // namespace vernier::onnx
