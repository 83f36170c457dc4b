#include "vernier/nn/metrics/support/threshold_counts.hpp"

#include <algorithm>

#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

ThresholdCounts::ThresholdCounts(const ThresholdOptions& options) {
  for (const double threshold : options.thresholds.value_or(std::vector<double>{0.5})) {
    thresholds_.push_back(static_cast<float>(threshold));
  }
  if (thresholds_.empty()) throw InvalidArgument("an empty list of thresholds", "at least one threshold");
  reset();
}

void ThresholdCounts::reset() {
  true_positives_.assign(size(), 0.0);
  false_positives_.assign(size(), 0.0);
  positives_ = 0.0;
}

void ThresholdCounts::add(ConstView target, ConstView prediction, std::span<const float> weights) {
  check_same_shape(target.shape, prediction.shape);
  const Index columns = prediction.columns();
  for (Index row = 0; row < prediction.rows(); ++row) {
    const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(row)]};
    for (Index i = row * columns; i < (row + 1) * columns; ++i) {
      const bool positive = target.data[i] != 0.0F;
      if (positive) positives_ += weight;
      std::vector<double>& counts = positive ? true_positives_ : false_positives_;
      for (std::size_t k = 0; k < size(); ++k) counts[k] += prediction.data[i] > thresholds_[k] ? weight : 0.0;
    }
  }
}

std::vector<double> ThresholdCounts::state() const {
  std::vector<double> state{positives_};
  state.insert(state.end(), true_positives_.begin(), true_positives_.end());
  state.insert(state.end(), false_positives_.begin(), false_positives_.end());
  return state;
}

void ThresholdCounts::restore(std::span<const double> state) {
  check_metric_state(state.size() == 1 + 2 * size());
  positives_ = state[0];
  std::ranges::copy(state.subspan(1, size()), true_positives_.begin());
  std::ranges::copy(state.subspan(1 + size()), false_positives_.begin());
}

}  // namespace vernier::nn
