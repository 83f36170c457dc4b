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
/// No allocation after the first batch of a size.
class CompiledOutput {
 public:
  /// `name` is that of one output among several, and empty for an only one.
  CompiledOutput(const OutputOptions& options, const std::string& name);

  /// Makes loss and metrics for these shapes (with the sample axis; a target may lack the last axis of one element).
  /// Throws InvalidArgument that names the layer and both shapes.
  void resolve(const std::string& layer, const Shape& target, const Shape& output);

  [[nodiscard]] double loss_weight() const { return loss_weight_; }
  /// What the output of a batch is judged by.
  struct Answer {
    ConstView target;
    ConstView mask;
    std::span<const float> weights;
    double share = 1;  ///< how much it counts
  };
  /// The loss of a batch times the answer's share, not yet times loss_weight; loss and metrics gather it.
  double gather(const Answer& answer, ConstView output);
  /// d of that loss times loss_weight; overwritten, or added to.
  void give_gradient(const Answer& answer, ConstView output, View gradient);
  void add_gradient(const Answer& answer, ConstView output, View gradient);

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
  [[nodiscard]] std::span<float> weigh(const Answer& answer, ConstView output);
  void update_metrics(const Answer& answer, ConstView output);

  std::string prefix_;  // of the names of metrics
  double loss_weight_;
  std::unique_ptr<Loss> loss_;
  std::vector<Tracked> metrics_;
  bool resolved_ = false;
  Shape target_;
  Shape output_;
  Tensor per_row_;  // losses; then what weighs the rows of a metric
  Tensor scale_;    // how much each row counts in the loss
  Tensor added_;    // a gradient before it is added
  double loss_sum_ = 0;
};

}  // namespace vernier::nn
