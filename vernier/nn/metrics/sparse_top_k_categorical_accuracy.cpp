#include "vernier/nn/metrics/support/top_k.hpp"

namespace vernier::nn {

const MetricInfo& metric_sparse_top_k_categorical_accuracy() {
  static const MetricInfo info{
      .name = "sparse_top_k_categorical_accuracy",
      .summary = "part of the rows whose right class is among the k largest predictions; targets are class ids",
      .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
      .options = option_table<TopKOptions>(),
      .make = make_row_mean<TopKFunction<true>, TopKOptions>};
  return info;
}

}  // namespace vernier::nn
