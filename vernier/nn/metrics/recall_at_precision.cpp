#include "vernier/nn/metrics/support/operating_point.hpp"

namespace vernier::nn {
namespace {

struct RecallAtPrecisionOptions {
  double precision = 0.5;
  std::int64_t num_thresholds = 200;
  static void describe(OptionFields<RecallAtPrecisionOptions>& field) {
    field("precision", &RecallAtPrecisionOptions::precision, "the least precision").required().between(0, 1);
    field("num_thresholds", &RecallAtPrecisionOptions::num_thresholds, "thresholds tried, evenly spread").at_least(2);
  }
};

std::unique_ptr<Metric> make_recall_at_precision(const Json& json) {
  const auto options = options_from_json<RecallAtPrecisionOptions>(json, "metric 'recall_at_precision'");
  return std::make_unique<OperatingPointMetric<&OperatingPoint::sensitivity, &OperatingPoint::precision>>(
      options.precision, options.num_thresholds);
}

}  // namespace

const MetricInfo& metric_recall_at_precision() {
  static const MetricInfo info{.name = "recall_at_precision",
                               .summary = "the best recall of the thresholds with a given precision",
                               .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<RecallAtPrecisionOptions>(),
                               .make = &make_recall_at_precision};
  return info;
}

}  // namespace vernier::nn
