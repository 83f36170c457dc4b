#pragma once
// The building block of a model.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/regularizers/regularizer.hpp"
#include "vernier/nn/row_gradient.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::nn {

/// A weight of a layer. The model moves all trainable values into one flat buffer, so `value` and `gradient` are views
/// that the model sets; a layer reads them on every call and never keeps the pointers.
struct Weight {
  std::string name;  ///< "kernel"
  Shape shape;
  Component initializer;
  bool trainable = true;  ///< false: a state such as a moving mean
  std::shared_ptr<const Regularizer> regularizer{};
  bool lazy_rows = false;  ///< a table of which a step touches few rows: its gradient goes into `rows`
  View value{};
  View gradient{};              ///< data is null where not wanted (a state, a layer that is not trainable)
  RowGradient* rows = nullptr;  ///< instead of `gradient` for a table of lazy rows
};

/// What a layer does to masks: hand on that of its first input, end it, or write one of its own into output_mask (or
/// set the data of output_mask to null where a call has none to make).
enum class MaskRole { passes, ends, makes };

/// One input or output of a call: the array, its gradient, and the mask that says which steps count.
struct Port {
  ConstView value;
  View gradient;   ///< backward: for an output what is given, for an input what is asked; data is null where not wanted
  ConstView mask;  ///< (batch, time) of 0 and 1; data is null without a mask
};

/// What one call of a layer needs, kept by the model for each place in the graph (so a shared layer has one Context per
/// call). Buffers asked for keep their memory from batch to batch: nothing is allocated after the first of a shape.
class Context {
 public:
  Index batch = 0;
  bool training = false;
  bool bfloat16 = false;  ///< products may round their factors to bfloat16
  Rng rng;                ///< of this call: (seed, layer, step)
  std::span<Port> inputs;
  View output;
  View output_gradient;  ///< backward only
  View output_mask;      ///< (batch, time), for a layer that makes a mask
  bool accumulate =
      false;  ///< backward: gradients of weights are added to (a later call of a shared layer), else overwritten
  double added_loss = 0;  ///< an activity penalty of this call, divided by the batch as in Keras

  /// The k-th buffer of this call, of at least `size` elements; what forward writes backward may read.
  [[nodiscard]] std::span<float> buffer(std::size_t k, Index size);
  /// For a layer that wraps others: the context of the k-th of them.
  [[nodiscard]] Context& child(std::size_t k);

 private:
  std::vector<Tensor> buffers_;
  std::vector<std::unique_ptr<Context>> children_;
};

/// `build` is called once with the shapes of the inputs (without the batch axis), before any call; it fills weights()
/// and returns the output's shape. forward and backward are const: all state of a call is in its Context, all state of
/// training in the weights. Shapes that do not fit throw InvalidArgument naming expected and given shapes.
class Layer {
 public:
  virtual ~Layer() = default;
  [[nodiscard]] virtual Shape build(std::span<const Shape> inputs) = 0;
  virtual void forward(Context& context) const = 0;
  /// Given context.output_gradient, which it may use as workspace, gives the gradients of the weights (overwritten, or
  /// added to where context.accumulate says so) and overwrites the gradients of the inputs that are wanted.
  virtual void backward(Context& context) const = 0;

  [[nodiscard]] std::span<Weight> weights() { return weights_; }
  [[nodiscard]] std::span<const Weight> weights() const { return weights_; }
  /// How few and how many inputs it takes: 1 unless it merges.
  [[nodiscard]] virtual std::pair<std::size_t, std::size_t> input_count() const { return {1, 1}; }
  [[nodiscard]] virtual MaskRole mask_role() const { return MaskRole::passes; }
  /// Whether adapt has something to learn.
  [[nodiscard]] virtual bool adapts() const { return false; }
  /// Learns from data, with the sample axis, before training (normalization); the default does nothing.
  virtual void adapt(ConstView) {}

  /// Unique in its model; given, or "dense", "dense_1", ...
  [[nodiscard]] const std::string& name() const { return name_; }
  void set_name(std::string name) { name_ = std::move(name); }
  /// A layer that is not trainable keeps its weights, and its states too. Set it before compile.
  [[nodiscard]] bool trainable() const { return trainable_; }
  void set_trainable(bool trainable) { trainable_ = trainable; }

 protected:
  std::vector<Weight> weights_;

 private:
  std::string name_;
  bool trainable_ = true;
};

struct LayerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  const OptionTable& options;
  std::unique_ptr<Layer> (*make)(const Json& options);
};

[[nodiscard]] std::span<const LayerInfo* const> builtin_layer_table();  // generated
[[nodiscard]] Catalogue<LayerInfo>& layers();
/// Checks the options against the entry's table and hands "name" and "trainable" to the layer.
[[nodiscard]] std::unique_ptr<Layer> make_layer(const Component& component);

}  // namespace vernier::nn
