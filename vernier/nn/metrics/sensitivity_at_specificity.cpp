#include "vernier/nn/metrics/support/operating_point.hpp"

namespace vernier::nn {
namespace {

struct SensitivityAtSpecificityOptions {
  double specificity = 0.5;
  std::int64_t num_thresholds = 200;
  static void describe(OptionFields<SensitivityAtSpecificityOptions>& field) {
    field("specificity", &SensitivityAtSpecificityOptions::specificity, "the least specificity")
        .required()
        .between(0, 1);
    field("num_thresholds", &SensitivityAtSpecificityOptions::num_thresholds, "thresholds tried, evenly spread")
        .at_least(2);
  }
};

std::unique_ptr<Metric> make_sensitivity_at_specificity(const Json& json) {
  const auto options = options_from_json<SensitivityAtSpecificityOptions>(json, "metric 'sensitivity_at_specificity'");
  return std::make_unique<OperatingPointMetric<&OperatingPoint::sensitivity, &OperatingPoint::specificity>>(
      options.specificity, options.num_thresholds);
}

}  // namespace

const MetricInfo& metric_sensitivity_at_specificity() {
  static const MetricInfo info{.name = "sensitivity_at_specificity",
                               .summary = "the best sensitivity of the thresholds with a given specificity",
                               .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<SensitivityAtSpecificityOptions>(),
                               .make = &make_sensitivity_at_specificity};
  return info;
}

}  // namespace vernier::nn
