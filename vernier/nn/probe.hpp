#pragma once
// Looks into a network: what each layer gives, and the gradients of a batch, without an update.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "vernier/nn/inputs.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::nn {

/// Has buffers and losses of its own, so it may look at a model between two batches of a fit. The model must be
/// built and compiled, and outlive it. Not thread-safe.
class Probe {
 public:
  explicit Probe(Model& model);
  ~Probe();
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  /// One batch forward, as in a prediction.
  void forward(const Inputs& x);
  /// What the last forward gave at a node.
  [[nodiscard]] ConstView output_of(Model::NodeId node) const;

  /// One batch forward and backward, as in training, and the batch's loss; weights and moving statistics stay.
  /// `sample_weight` has one number a sample, or none. `draw` is that of dropout and noise: another one, other masks.
  double differentiate(const Inputs& x, const Targets& y, std::span<const float> sample_weight, std::uint64_t draw);
  /// The trainable variables, in the order of the next two.
  [[nodiscard]] std::span<const VariableRange> variables() const;
  /// The sum of squares of the last gradient, for each variable.
  [[nodiscard]] std::vector<double> gradient_squares() const;
  /// All trainable weights as the model holds them now.
  [[nodiscard]] std::span<const float> weights() const;

 private:
  Model& model_;
  std::unique_ptr<Training> training_;
  std::unique_ptr<Executor> executor_;
  std::vector<float> states_;
};

}  // namespace vernier::nn
