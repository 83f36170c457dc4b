#include <algorithm>
#include <cmath>

#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

class CosineSimilarityFunction {
 public:
  static constexpr bool class_ids = false;
  double operator()(const float* y, const float* p, Index columns) const {
    double dot = 0.0;
    double y_squares = 0.0;
    double p_squares = 0.0;
    for (Index c = 0; c < columns; ++c) {
      dot += double{y[c]} * double{p[c]};
      y_squares += double{y[c]} * double{y[c]};
      p_squares += double{p[c]} * double{p[c]};
    }
    const double epsilon = loss_epsilon;
    return dot / (std::max(std::sqrt(y_squares), epsilon) * std::max(std::sqrt(p_squares), epsilon));
  }
};

}  // namespace

const MetricInfo& metric_cosine_similarity() {
  static const MetricInfo info{.name = "cosine_similarity",
                               .summary = "mean cosine of the angle between the rows of target and prediction",
                               .cites = "keras/src/metrics/regression_metrics.py, Keras 3",
                               .options = option_table<NoOptions>(),
                               .make = make_row_mean<CosineSimilarityFunction>};
  return info;
}

}  // namespace vernier::nn
