#pragma once
// What compile made of a model: the loss and metrics of each output, the optimizer, and the numbers that they gather.
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "vernier/nn/batch.hpp"
#include "vernier/nn/compiled_output.hpp"
#include "vernier/nn/executor.hpp"
#include "vernier/nn/history.hpp"
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
  /// `outputs` are the names of the outputs' layers. Throws InvalidArgument for options that do not fit them.
  Training(CompileOptions options, std::span<const std::string> outputs);

  [[nodiscard]] const CompileOptions& options() const { return options_; }
  [[nodiscard]] Optimizer& optimizer() { return *optimizer_; }
  /// Fits the optimizer's slots to the graph's present layout; they begin anew where it changed.
  void prepare(Graph& graph);
  /// Makes losses and metrics for targets of these shapes, one array for each output. Throws InvalidArgument that names
  /// the output layer and both shapes.
  void resolve(const Graph& graph, const Targets& y);

  /// Gives the model the weights to judge and keep, where the optimizer trains others. Whatever reads weights calls it.
  void rest(Graph& graph);
  /// The model's weights were set from outside.
  void adopt(Graph& graph);
  /// The end of a fit.
  void finish(Graph& graph);

  /// One update; the loss of the batch.
  double train(Graph& graph, Executor& executor, const Batch& batch, const Rng& stream);
  /// One batch forward and backward without an update: its loss, the gradients of which lie in the graph then.
  double differentiate(Graph& graph, Executor& executor, const Batch& batch, const Rng& stream);
  /// One batch without an update; loss and metrics gather it.
  void test(Graph& graph, Executor& executor, const Batch& batch);

  /// Forgets what was gathered.
  void reset();
  /// What was gathered, for a checkpoint; exact.
  [[nodiscard]] Json gathered() const;
  /// After resolve. Throws BadData for what a model compiled alike did not gather.
  void restore_gathered(const Json& gathered);
  /// "loss" and the metrics of what was gathered, by the alphabet, each name with `prefix` before it.
  void write(Logs& logs, const std::string& prefix) const;
  /// The same names in the order of compile.
  [[nodiscard]] std::vector<std::string> names() const;

  FitProgress* running = nullptr;         ///< of the fit under way, for checkpoints
  std::unique_ptr<FitProgress> resume{};  ///< of a loaded checkpoint, for the next fit
  std::function<void()> capture{};        ///< brings `running` up to date

 private:
  /// The total loss of the batch that went forward; it is gathered.
  double evaluate(const Graph& graph, const Executor& executor, const Batch& batch);
  /// The gradients of all weights, after evaluate; false when there are none.
  bool backpropagate(Graph& graph, Executor& executor, const Batch& batch);

  CompileOptions options_;
  std::unique_ptr<Optimizer> optimizer_;
  std::vector<CompiledOutput> outputs_;
  std::size_t layout_ = 0;
  Sharpness sharpness_;
  bool penalised_ = false;
  double loss_sum_ = 0;
  double samples_ = 0;
};

}  // namespace vernier::nn
