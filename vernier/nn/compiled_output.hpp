#pragma once
// What compile made of one output of a model: its loss and metrics, and the numbers that they gather.
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "vernier/nn/compile_options.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

/// Weights have one number a sample or are empty; a mask is (batch, time) of 0 and 1, or has no data. Not thread-safe.
class CompiledOutput {
 public:
  /// `name` is that of one output among several, and empty for an only one.
  CompiledOutput(const OutputOptions& options, const std::string& name);

  /// Makes loss and metrics for these shapes (with the sample axis; a target may lack the last axis of one element).
  /// Throws InvalidArgument that names the layer and both shapes.
  void resolve(const std::string& layer, const Shape& target, const Shape& output);

  [[nodiscard]] double loss_weight() const { return loss_weight_; }
  /// The loss of a batch, not yet multiplied by loss_weight.
  double evaluate(ConstView target, ConstView output, ConstView mask, std::span<const float> weights);
  /// After evaluate: loss and metrics gather the batch.
  void gather(ConstView target, ConstView output, ConstView mask, std::span<const float> weights);
  /// After evaluate: that of the loss times loss_weight; overwritten.
  void give_gradient(ConstView target, ConstView output, View gradient) const;

  /// Forgets what was gathered.
  void reset();
  /// Names and values of what was gathered over so many samples; the loss only of one output among several.
  [[nodiscard]] std::vector<std::pair<std::string, double>> results(double samples) const;
  /// What was gathered, for a checkpoint; exact.
  [[nodiscard]] Json gathered() const;
  /// After resolve. Throws BadData for what an output compiled alike did not gather.
  void restore_gathered(const Json& gathered);

 private:
  struct Tracked {
    std::string name;
    Component component;
    bool weighted = false;
    std::unique_ptr<Metric> metric;
  };
  void track(std::span<const Component> components, bool weighted);

  std::string prefix_;  // of the names of metrics
  double loss_weight_;
  std::unique_ptr<Loss> loss_;
  std::vector<Tracked> metrics_;
  bool resolved_ = false;
  Shape target_;
  Shape output_;
  Tensor per_row_;  // losses; then what weighs the rows of a metric
  Tensor scale_;    // the rows' factors of the gradient
  double loss_of_batch_ = 0;
  double loss_sum_ = 0;
};

}  // namespace vernier::nn
