#pragma once
// Any loss as a metric: the mean of its rows.
#include <memory>

#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {

class LossMetric final : public Metric {
 public:
  explicit LossMetric(std::unique_ptr<Loss> loss) : loss_(std::move(loss)) {}
  void reset() override { mean_ = {}; }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override;
  [[nodiscard]] bool heeds_mask() const override { return true; }
  [[nodiscard]] std::vector<double> results() const override { return {mean_.mean()}; }
  [[nodiscard]] std::vector<double> state() const override { return mean_.state(); }
  void restore(std::span<const double> state) override { mean_.restore(state); }

 private:
  std::unique_ptr<Loss> loss_;
  std::vector<float> rows_;
  RunningMean mean_;
};

}  // namespace vernier::nn
