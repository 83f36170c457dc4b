#pragma once
// Recurrent layers: by ONNX's own operator where it means the same, else step by step in a Scan.
#include <functional>

#include "vernier/nn/layers/support/recurrent_layer.hpp"
#include "vernier/onnx/layers/exporter.hpp"

namespace vernier::onnx {

/// A kind of cell.
struct Cell {
  std::string op;                    ///< ONNX's operator
  std::vector<std::size_t> gates;    ///< of Keras, in the order of the operator
  std::vector<Component> functions;  ///< of the operator, in its order
  std::size_t states = 1;
  std::vector<Attribute> attributes{};  ///< of the operator
  /// Given the products of one step's inputs with the kernel, bias included, (batch, gates * units), and the states,
  /// writes the next ones. The first is the output.
  std::function<std::vector<Name>(GraphWriter&, const Name& inputs, const std::vector<Name>& states)> step;
};

/// A layer of such cells. The operator is taken for functions that it has, without a mask.
[[nodiscard]] Name recurrent(LayerCall& call, const nn::RecurrentOptions& options, const Cell& cell);

/// The k-th of the gates along the last axis.
[[nodiscard]] Name gate_of(GraphWriter& graph, const Name& gates, std::size_t k, Index units);
/// state recurrent_kernel, of all gates or of [first, last).
[[nodiscard]] Name recur(const LayerCall& call, GraphWriter& graph, const Name& state, Index units, std::size_t first,
                         std::size_t last);

}  // namespace vernier::onnx
