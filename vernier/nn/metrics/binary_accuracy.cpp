#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

struct BinaryAccuracyOptions {
  double threshold = 0.5;
  static void describe(OptionFields<BinaryAccuracyOptions>& field) {
    field("threshold", &BinaryAccuracyOptions::threshold, "a prediction above it means 1");
  }
};

class BinaryAccuracyFunction {
 public:
  explicit BinaryAccuracyFunction(const BinaryAccuracyOptions& options)
      : threshold_(static_cast<float>(options.threshold)) {}
  static constexpr bool class_ids = false;
  double operator()(const float* y, const float* p, Index columns) const {
    Index right = 0;
    for (Index c = 0; c < columns; ++c) right += y[c] == (p[c] > threshold_ ? 1.0F : 0.0F) ? 1 : 0;
    return static_cast<double>(right) / static_cast<double>(columns);
  }

 private:
  float threshold_;
};

}  // namespace

const MetricInfo& metric_binary_accuracy() {
  static const MetricInfo info{.name = "binary_accuracy",
                               .summary = "part of the predictions on the right side of the threshold",
                               .cites = "keras/src/metrics/accuracy_metrics.py, Keras 3",
                               .options = option_table<BinaryAccuracyOptions>(),
                               .make = make_row_mean<BinaryAccuracyFunction, BinaryAccuracyOptions>};
  return info;
}

}  // namespace vernier::nn
