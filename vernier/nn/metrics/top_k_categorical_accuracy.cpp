#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

struct TopKCategoricalAccuracyOptions {
  std::int64_t k = 5;
  static void describe(OptionFields<TopKCategoricalAccuracyOptions>& field) {
    field("k", &TopKCategoricalAccuracyOptions::k, "how many of the largest predictions count").at_least(1);
  }
};

class TopKCategoricalAccuracyFunction {
 public:
  explicit TopKCategoricalAccuracyFunction(const TopKCategoricalAccuracyOptions& options) : k_(options.k) {}
  static constexpr bool class_ids = false;
  double operator()(const float* y, const float* p, Index columns) const {
    return in_top(p, columns, arg_max(y, columns), k_) ? 1.0 : 0.0;
  }

 private:
  Index k_;
};

}  // namespace

const MetricInfo& metric_top_k_categorical_accuracy() {
  static const MetricInfo info{
      .name = "top_k_categorical_accuracy",
      .summary = "part of the rows whose right class is among the k largest predictions; targets are one-hot",
      .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
      .options = option_table<TopKCategoricalAccuracyOptions>(),
      .make = make_row_mean<TopKCategoricalAccuracyFunction, TopKCategoricalAccuracyOptions>};
  return info;
}

}  // namespace vernier::nn
