#include "vernier/nn/metrics/support/loss_metric.hpp"

namespace vernier::nn {

void LossMetric::update(ConstView target, ConstView prediction, std::span<const float> weights) {
  loss_->check(target.shape, prediction.shape);
  rows_.resize(static_cast<std::size_t>(prediction.rows()));
  loss_->per_sample(target, prediction, rows_);
  for (std::size_t row = 0; row < rows_.size(); ++row) mean_.add(rows_[row], weights.empty() ? 1.0 : weights[row]);
}

}  // namespace vernier::nn
