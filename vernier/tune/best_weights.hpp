#pragma once
// Keeps the weights of the best epoch by the goal, so that value, weights, curve and test score belong together.
#include <optional>
#include <vector>

#include "vernier/experiment/experiment.hpp"
#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/tensor/tensor.hpp"

namespace vernier::tune {

/// Put it last among the callbacks. Not thread-safe.
class BestWeights : public nn::Callback {
 public:
  explicit BestWeights(Goal goal) : goal_(std::move(goal)) {}

  /// Throws InvalidArgument when the goal's metric is not logged, TrainingFailed when the loss or the metric is not
  /// finite.
  void on_epoch_end(nn::FitState& state, nn::Logs& logs) override;
  [[nodiscard]] Json state() const override;
  [[nodiscard]] std::span<const Tensor> tensors() const override { return weights_; }
  void restore(nn::FitState& fit, const Json& state, std::vector<Tensor> tensors) override;

  [[nodiscard]] double value() const { return *best_; }  ///< after at least one epoch
  [[nodiscard]] double latest() const { return latest_; }
  [[nodiscard]] std::int64_t epoch() const { return epoch_; }
  [[nodiscard]] const std::vector<Tensor>& weights() const { return weights_; }

 private:
  Goal goal_;
  std::optional<double> best_;
  double latest_ = 0;
  std::int64_t epoch_ = 0;
  std::vector<Tensor> weights_;
};

}  // namespace vernier::tune
