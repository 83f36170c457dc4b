#include "vernier/nn/metrics/support/threshold_counts.hpp"

namespace vernier::nn {

const MetricInfo& metric_precision() {
  static const MetricInfo info{
      .name = "precision",
      .summary = "part of the predicted positives that are positive",
      .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
      .options = option_table<ThresholdOptions>(),
      .make = &make_with<Metric, TruePositiveRatio<&ThresholdCounts::false_positives>, ThresholdOptions>};
  return info;
}

}  // namespace vernier::nn
