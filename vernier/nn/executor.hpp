#pragma once
// Runs the nodes of a graph forward and backward in buffers that are kept from batch to batch.
#include <span>
#include <vector>

#include "vernier/nn/graph.hpp"
#include "vernier/nn/inputs.hpp"

namespace vernier::nn {

/// Buffers are made for the largest batch seen; smaller ones use a part of them. Belongs to one graph.
class Executor {
 public:
  explicit Executor(Graph& graph) : graph_(graph) {}

  /// One batch through all nodes. `stream` is that of this step; each node takes its own from it. Throws
  /// InvalidArgument when the shapes of the inputs do not fit.
  void forward(const Inputs& inputs, bool training, const Rng& stream);
  /// The k-th output of the last forward, valid until the next.
  [[nodiscard]] ConstView output(std::size_t k) const { return places_[graph_.outputs()[k]].value; }
  /// After forward with training: where the gradient of the loss by that output belongs; data is null where no weight
  /// lies before it.
  [[nodiscard]] View output_gradient(std::size_t k) { return places_[graph_.outputs()[k]].context.output_gradient; }
  /// Overwrites the gradients of all weights.
  void backward();
  /// The activity penalties of the last forward.
  [[nodiscard]] double added_loss() const;
  /// (batch, time) of the last forward's k-th output; data is null without a mask.
  [[nodiscard]] ConstView output_mask(std::size_t k) const { return places_[graph_.outputs()[k]].mask; }
  /// The output of a node in the last forward.
  [[nodiscard]] ConstView output_of(std::size_t node) const { return places_[node].value; }

 private:
  struct Place {
    Context context;
    std::vector<Port> ports;
    Tensor output;
    Tensor gradient;
    Tensor made_mask;
    std::vector<Tensor> parts;  // one an input: its share of the gradient of a node that others consume too
    ConstView value;            // of the node: its output, or the data that entered
    ConstView mask;
    bool first_gradient = false;  // the next consumer overwrites the gradient, later ones add
  };
  void reserve(Index batch, bool training);
  void bind(Index batch);
  void check_inputs(const Inputs& inputs) const;

  Graph& graph_;
  std::vector<Place> places_;
  std::vector<bool> is_output_;
  std::vector<bool> layer_done_;  // in this backward pass
  std::size_t layout_ = 0;
  Index capacity_ = 0;
  Index bound_ = 0;
  bool with_gradients_ = false;
};

}  // namespace vernier::nn
