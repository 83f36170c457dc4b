#include "vernier/nn/metrics/support/operating_point.hpp"

#include "vernier/nn/metrics/support/threshold_counts.hpp"

namespace vernier::nn {

std::vector<OperatingPoint> points_of(const ThresholdBuckets& buckets) {
  const ThresholdBuckets::Above above = buckets.above();
  std::vector<OperatingPoint> points;
  for (std::size_t k = 0; k < above.positives.size(); ++k) {
    points.push_back({.sensitivity = ratio_or_zero(above.positives[k], above.all_positives),
                      .specificity = ratio_or_zero(above.all_negatives - above.negatives[k], above.all_negatives),
                      .precision = ratio_or_zero(above.positives[k], above.positives[k] + above.negatives[k])});
  }
  return points;
}

}  // namespace vernier::nn
