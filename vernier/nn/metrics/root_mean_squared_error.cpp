#include <cmath>

#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

class RootMeanSquaredErrorFunction {
 public:
  static constexpr bool class_ids = false;
  double operator()(const float* y, const float* p, Index columns) const {
    double sum = 0.0;
    for (Index c = 0; c < columns; ++c) {
      const double error = double{p[c]} - double{y[c]};
      sum += error * error;
    }
    return sum / static_cast<double>(columns);
  }
  [[nodiscard]] double finish(double mean) const { return std::sqrt(mean); }
};

}  // namespace

const MetricInfo& metric_root_mean_squared_error() {
  static const MetricInfo info{.name = "root_mean_squared_error",
                               .summary = "root of the mean squared error",
                               .cites = "keras/src/metrics/regression_metrics.py, Keras 3",
                               .aliases = {"rmse"},
                               .better = Better::lower,
                               .options = option_table<NoOptions>(),
                               .make = make_row_mean<RootMeanSquaredErrorFunction>};
  return info;
}

}  // namespace vernier::nn
