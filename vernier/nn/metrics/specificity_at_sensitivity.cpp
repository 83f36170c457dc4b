#include "vernier/nn/metrics/support/operating_point.hpp"

namespace vernier::nn {
namespace {

struct SpecificityAtSensitivityOptions {
  double sensitivity = 0.5;
  std::int64_t num_thresholds = 200;
  static void describe(OptionFields<SpecificityAtSensitivityOptions>& field) {
    field("sensitivity", &SpecificityAtSensitivityOptions::sensitivity, "the least sensitivity")
        .required()
        .between(0, 1);
    field("num_thresholds", &SpecificityAtSensitivityOptions::num_thresholds, "thresholds tried, evenly spread")
        .at_least(2);
  }
};

std::unique_ptr<Metric> make_specificity_at_sensitivity(const Json& json) {
  const auto options = options_from_json<SpecificityAtSensitivityOptions>(json, "metric 'specificity_at_sensitivity'");
  return std::make_unique<OperatingPointMetric<&OperatingPoint::specificity, &OperatingPoint::sensitivity>>(
      options.sensitivity, options.num_thresholds);
}

}  // namespace

const MetricInfo& metric_specificity_at_sensitivity() {
  static const MetricInfo info{.name = "specificity_at_sensitivity",
                               .summary = "the best specificity of the thresholds with a given sensitivity",
                               .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<SpecificityAtSensitivityOptions>(),
                               .make = &make_specificity_at_sensitivity};
  return info;
}

}  // namespace vernier::nn
