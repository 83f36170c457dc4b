#include "vernier/nn/metrics/support/operating_point.hpp"

namespace vernier::nn {
namespace {

struct PrecisionAtRecallOptions {
  double recall = 0.5;
  std::int64_t num_thresholds = 200;
  static void describe(OptionFields<PrecisionAtRecallOptions>& field) {
    field("recall", &PrecisionAtRecallOptions::recall, "the least recall").required().between(0, 1);
    field("num_thresholds", &PrecisionAtRecallOptions::num_thresholds, "thresholds tried, evenly spread").at_least(2);
  }
};

std::unique_ptr<Metric> make_precision_at_recall(const Json& json) {
  const auto options = options_from_json<PrecisionAtRecallOptions>(json, "metric 'precision_at_recall'");
  return std::make_unique<OperatingPointMetric<&OperatingPoint::precision, &OperatingPoint::sensitivity>>(
      options.recall, options.num_thresholds);
}

}  // namespace

const MetricInfo& metric_precision_at_recall() {
  static const MetricInfo info{.name = "precision_at_recall",
                               .summary = "the best precision of the thresholds with a given recall",
                               .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<PrecisionAtRecallOptions>(),
                               .make = &make_precision_at_recall};
  return info;
}

}  // namespace vernier::nn
