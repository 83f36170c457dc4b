#include "vernier/nn/metrics/support/threshold_buckets.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"

namespace vernier::nn {

void ThresholdBuckets::reset() {
  positives_.assign(thresholds_ + 1, 0.0);
  negatives_.assign(thresholds_ + 1, 0.0);
}

void ThresholdBuckets::add(ConstView target, ConstView prediction, std::span<const float> weights, bool from_logits) {
  check_same_shape(target.shape, prediction.shape);
  const Index columns = prediction.columns();
  const auto last = static_cast<float>(thresholds_ - 1);
  const float lowest = zero_ == Zero::above ? 1.0F : 0.0F;
  for (Index i = 0; i < prediction.size(); ++i) {
    double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(i / columns)]};
    float p = prediction.data[i];
    if (std::isnan(p)) {
      weight = p;
      p = 0.0F;
    } else if (from_logits) {
      p = 1.0F / (1.0F + std::exp(-p));
    }
    const float bucket = std::max(std::ceil(std::clamp(p, 0.0F, 1.0F) * last), lowest);
    (target.data[i] != 0.0F ? positives_ : negatives_)[static_cast<std::size_t>(bucket)] += weight;
  }
}

ThresholdBuckets::Above ThresholdBuckets::above() const {
  Above sums;
  const auto gather = [this](const std::vector<double>& buckets, std::vector<double>& above) {
    double sum = 0.0;
    above.assign(thresholds_, 0.0);
    for (std::size_t k = thresholds_; k-- > 0;) above[k] = sum += buckets[k + 1];
    return sum + buckets[0];
  };
  sums.all_positives = gather(positives_, sums.positives);
  sums.all_negatives = gather(negatives_, sums.negatives);
  return sums;
}

std::vector<double> ThresholdBuckets::state() const {
  std::vector<double> state = positives_;
  state.insert(state.end(), negatives_.begin(), negatives_.end());
  return state;
}

void ThresholdBuckets::restore(std::span<const double> state) {
  check_metric_state(state.size() == positives_.size() + negatives_.size());
  std::ranges::copy(state.first(positives_.size()), positives_.begin());
  std::ranges::copy(state.subspan(positives_.size()), negatives_.begin());
}

}  // namespace vernier::nn
