#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

struct SparseTopKCategoricalAccuracyOptions {
  std::int64_t k = 5;
  static void describe(OptionFields<SparseTopKCategoricalAccuracyOptions>& field) {
    field("k", &SparseTopKCategoricalAccuracyOptions::k, "how many of the largest predictions count").at_least(1);
  }
};

class SparseTopKCategoricalAccuracyFunction {
 public:
  explicit SparseTopKCategoricalAccuracyFunction(const SparseTopKCategoricalAccuracyOptions& options) : k_(options.k) {}
  static constexpr bool class_ids = true;
  double operator()(const float* y, const float* p, Index columns) const {
    return in_top(p, columns, class_index(*y, columns), k_) ? 1.0 : 0.0;
  }

 private:
  Index k_;
};

}  // namespace

const MetricInfo& metric_sparse_top_k_categorical_accuracy() {
  static const MetricInfo info{
      .name = "sparse_top_k_categorical_accuracy",
      .summary = "part of the rows whose right class is among the k largest predictions; targets are class ids",
      .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
      .options = option_table<SparseTopKCategoricalAccuracyOptions>(),
      .make = make_row_mean<SparseTopKCategoricalAccuracyFunction, SparseTopKCategoricalAccuracyOptions>};
  return info;
}

}  // namespace vernier::nn
