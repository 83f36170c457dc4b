#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

class CategoricalAccuracyFunction {
 public:
  static constexpr bool class_ids = false;
  double operator()(const float* y, const float* p, Index columns) const {
    return arg_max(y, columns) == arg_max(p, columns) ? 1.0 : 0.0;
  }
};

}  // namespace

const MetricInfo& metric_categorical_accuracy() {
  static const MetricInfo info{
      .name = "categorical_accuracy",
      .summary = "part of the rows whose largest prediction is the right class; targets are one-hot",
      .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_row_mean<CategoricalAccuracyFunction>};
  return info;
}

}  // namespace vernier::nn
