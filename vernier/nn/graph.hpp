#pragma once
// The structure of a model and its weights.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// A place where a layer is called.
struct Node {
  std::size_t layer = 0;
  std::vector<std::size_t> inputs;  ///< earlier nodes; none for an input
  Shape shape;                      ///< of the output, without the sample axis; valid when `known`
  bool known = false;
  bool needs_gradient = false;  ///< a trainable weight lies at it or before it
};

/// Layers, nodes and the buffers of all weights. The trainable values lie one after another in one flat buffer, the
/// gradients beside them in another, everything else in a third. Tables of lazy rows lie behind the other trainable
/// values and have no flat gradients.
class Graph {
 public:
  Graph(std::uint64_t seed, std::string name) : seed_(seed), name_(std::move(name)) {}

  std::size_t add_layer(const Component& component);
  std::size_t call(std::size_t layer, std::span<const std::size_t> inputs);
  /// Names a layer whose description gives it no name; before build, since weights are drawn by the names of layers.
  void name_layer(std::size_t layer, const std::string& name);
  /// The last node unless said otherwise. Throws InvalidArgument for a node that is not there or named twice.
  void set_outputs(std::span<const std::size_t> nodes);

  /// Resolves the shapes that were unknown and lays out the weights; fresh ones are drawn, present ones keep their
  /// values.
  void build(std::span<const Shape> inputs);
  /// Lays the weights of a built graph out anew, for layers that became trainable or ceased to be.
  void renew();
  [[nodiscard]] bool built() const { return built_; }
  /// Whether every input's shape is known, so that build needs none.
  [[nodiscard]] bool inputs_known() const;

  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::span<const std::unique_ptr<Layer>> layers() const { return layers_; }
  [[nodiscard]] const Component& component(std::size_t layer) const { return components_[layer]; }
  [[nodiscard]] std::span<const Node> nodes() const { return nodes_; }
  /// The nodes that data enter at, in the order they were added.
  [[nodiscard]] std::span<const std::size_t> inputs() const { return inputs_; }
  /// The nodes that are outputs, in the order they were set.
  [[nodiscard]] std::span<const std::size_t> outputs() const { return outputs_; }

  [[nodiscard]] std::span<float> values() { return values_.values(); }
  [[nodiscard]] std::span<float> gradients() { return gradients_.values(); }
  [[nodiscard]] std::span<float> states() { return states_.values(); }
  [[nodiscard]] std::span<const VariableRange> variables() const { return variables_; }
  /// Whether products may be computed in bfloat16.
  [[nodiscard]] bool mixed_bfloat16() const { return mixed_bfloat16_; }
  void set_mixed_bfloat16(bool mixed) { mixed_bfloat16_ = mixed; }
  /// Counts layouts: an optimizer made for another one does not fit.
  [[nodiscard]] std::size_t layout() const { return layout_; }

  /// Sum of the penalties of the weights that training changes; frozen ones have none, as in Keras.
  [[nodiscard]] double penalty() const;
  /// gradients += d penalty
  void add_penalty_gradients();

  /// Whether each layer is called once, on the layer before it, and the last one is the output.
  [[nodiscard]] bool is_chain() const;
  [[nodiscard]] Json to_config() const;

 private:
  /// Whether one of the first `count` layers has the name.
  [[nodiscard]] bool taken(std::string_view name, std::size_t count) const;
  /// The name of a layer of this kind that is given none and follows `count` others: dense, dense_1, ...
  [[nodiscard]] std::string free_name(const std::string& kind, std::size_t count) const;
  void resolve(Node& node, const Shape* data);
  void lay_out();
  void check_connected() const;

  std::uint64_t seed_;
  std::string name_;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<Component> components_;
  std::vector<std::vector<Shape>> built_for_;  // of each layer: the shapes of its inputs, once built
  std::vector<bool> layer_built_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> inputs_;
  std::vector<std::size_t> outputs_;
  bool outputs_set_ = false;
  std::vector<VariableRange> variables_;
  std::vector<std::unique_ptr<RowGradient>> row_gradients_;
  Tensor values_;
  Tensor gradients_;
  Tensor states_;
  std::size_t layout_ = 0;
  bool built_ = false;
  bool mixed_bfloat16_ = false;
};

}  // namespace vernier::nn
