#pragma once
// How a layer of nn becomes ONNX. Each file of this folder writes one kind of layer, `const ExporterInfo&
// exporter_<stem>()`.
#include <span>
#include <string>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/base/options.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/onnx/graph_writer.hpp"

namespace vernier::onnx {

/// What flows between layers: a float32 array (batch, shape...), channels last, and the mask (batch, time) of 0 and 1
/// that goes with it, where there is one.
struct Value {
  Name name;
  Shape shape;
  Name mask{};
};

/// A call of a layer that is to be written.
struct LayerCall {
  GraphWriter& graph;
  Component layer;
  std::string layer_name;
  std::vector<Value> inputs;
  Shape output;
  std::span<const nn::Weight> weights;
  std::string prefix{};  ///< before the names of its weights, for a layer in another one
  Name made_mask{};      ///< to be set by a layer whose role is to make a mask

  [[nodiscard]] const Name& x() const { return inputs[0].name; }
  [[nodiscard]] const Shape& shape() const { return inputs[0].shape; }
  template <class Options>
  [[nodiscard]] Options options() const {
    return options_from_json<Options>(layer.options, layer.name);
  }
  /// A weight as it lies in the layer. Throws InvalidState when there is none of the name.
  [[nodiscard]] const nn::Weight& weight(std::string_view name) const;
  [[nodiscard]] bool has_weight(std::string_view name) const;
  /// The same as a constant of the graph, under its own shape or another one.
  [[nodiscard]] Name constant(std::string_view name) const;
  [[nodiscard]] Name constant(std::string_view name, const Shape& shape) const;
};

struct ExporterInfo {
  std::vector<std::string> layers;  ///< that it writes, by the names of nn's catalogue
  /// Writes the nodes and gives the output. Throws Unsupported, saying what cannot be said in ONNX.
  Name (*write)(LayerCall& call);
};

[[nodiscard]] std::span<const ExporterInfo* const> builtin_exporter_table();  // generated
/// The exporter of a layer; null where there is none.
[[nodiscard]] const ExporterInfo* find_exporter(std::string_view layer);
/// Writes a call by the exporter of its layer. Throws Unsupported that names the layer.
[[nodiscard]] Name write_layer(LayerCall& call);

}  // namespace vernier::onnx
