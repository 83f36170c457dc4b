#pragma once
// What compile made of a model: loss, metrics and optimizer, and the numbers that they gather.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/nn/compile_options.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/history.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/nn/sharpness.hpp"

namespace vernier::nn {

/// What a checkpoint knows of a fit besides weights and optimizer.
struct FitProgress {
  std::int64_t epoch = 0;  ///< the epoch to go on with
  std::int64_t batch = 0;  ///< the batch of that epoch to go on with; 0: the epoch has not begun
  // In the middle of an epoch:
  Index samples = 0;     ///< that the epoch passes over
  Index batch_size = 0;  ///< in batches of so many
  Json gathered{};       ///< see Training::gathered
  Json callbacks = Json::array();
  std::vector<std::vector<Tensor>> callback_tensors{};  ///< of each callback
  History history{};
};

/// One compiled model's loss, metrics and optimizer. Not thread-safe.
class Training {
 public:
  explicit Training(CompileOptions options);

  [[nodiscard]] const CompileOptions& options() const { return options_; }
  [[nodiscard]] Optimizer& optimizer() { return *optimizer_; }
  /// Fits the optimizer's slots to the graph's present layout; they begin anew where it changed.
  void prepare(Graph& graph);
  /// Makes loss and metrics for these shapes (with the sample axis; a target may lack the last axis of one element).
  /// Throws InvalidArgument that names the output layer and both shapes.
  void resolve(const Graph& graph, const Shape& target, const Shape& output);

  /// Gives the model the weights to judge and keep, where the optimizer trains others. Whatever reads weights calls it.
  void rest(Graph& graph);
  /// The model's weights were set from outside.
  void adopt(Graph& graph);
  /// The end of a fit.
  void finish(Graph& graph);

  /// One update; the loss of the batch. `weights` has one number a sample or is empty.
  double train(Graph& graph, Executor& executor, const Inputs& x, ConstView y, std::span<const float> weights,
               const Rng& stream);
  /// One batch without an update; loss and metrics gather it.
  void test(Graph& graph, Executor& executor, const Inputs& x, ConstView y, std::span<const float> weights);

  /// Forgets what was gathered.
  void reset();
  /// What was gathered, for a checkpoint; exact.
  [[nodiscard]] Json gathered() const;
  /// After resolve. Throws BadData for what a model compiled alike did not gather.
  void restore_gathered(const Json& gathered);
  /// "loss" and the metrics of what was gathered, by the alphabet, each name with `prefix` before it.
  void write(Logs& logs, const std::string& prefix) const;

  FitProgress* running = nullptr;         ///< of the fit under way, for checkpoints
  std::unique_ptr<FitProgress> resume{};  ///< of a loaded checkpoint, for the next fit
  std::function<void()> capture{};        ///< brings `running` up to date

 private:
  struct Tracked {
    std::string name;
    Component component;
    bool weighted = false;
    std::unique_ptr<Metric> metric;
  };
  void track(std::span<const Component> components, bool weighted);
  ConstView aligned_target(ConstView target, ConstView output) const;
  /// The total loss of a batch; leaves the rows' factors of the gradient in scale_.
  double evaluate_loss(const Graph& graph, const Executor& executor, ConstView target, ConstView output,
                       std::span<const float> weights);
  /// The gradients of all weights, after evaluate_loss.
  void backpropagate(Graph& graph, Executor& executor, ConstView target, ConstView output);
  void gather(const Executor& executor, ConstView target, ConstView output, std::span<const float> weights,
              double loss);

  CompileOptions options_;
  std::unique_ptr<Optimizer> optimizer_;
  std::unique_ptr<Loss> loss_;
  std::vector<Tracked> metrics_;
  std::size_t layout_ = 0;
  bool resolved_ = false;
  Shape target_;
  Shape output_;
  Tensor per_row_;  // losses; then what weighs the rows of a metric
  Tensor scale_;
  Sharpness sharpness_;
  bool penalised_ = false;
  double loss_sum_ = 0;
  double samples_ = 0;
};

}  // namespace vernier::nn
