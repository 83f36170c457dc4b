#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

class SparseCategoricalAccuracyFunction {
 public:
  static constexpr bool class_ids = true;
  double operator()(const float* y, const float* p, Index columns) const {
    return *y == static_cast<float>(arg_max(p, columns)) ? 1.0 : 0.0;
  }
};

}  // namespace

const MetricInfo& metric_sparse_categorical_accuracy() {
  static const MetricInfo info{
      .name = "sparse_categorical_accuracy",
      .summary = "part of the rows whose largest prediction is the right class; targets are class ids",
      .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = make_row_mean<SparseCategoricalAccuracyFunction>};
  return info;
}

}  // namespace vernier::nn
