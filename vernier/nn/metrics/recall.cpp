#include "vernier/nn/metrics/support/threshold_counts.hpp"

namespace vernier::nn {

const MetricInfo& metric_recall() {
  static const MetricInfo info{
      .name = "recall",
      .summary = "part of the positives that were predicted",
      .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
      .options = option_table<ThresholdOptions>(),
      .make = &make_with<Metric, TruePositiveRatio<&ThresholdCounts::false_negatives>, ThresholdOptions>};
  return info;
}

}  // namespace vernier::nn
