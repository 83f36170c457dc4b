#include "vernier/nn/metrics/support/f_score.hpp"

namespace vernier::nn {

const MetricInfo& metric_fbeta_score() {
  static const MetricInfo info{.name = "fbeta_score",
                               .summary = "weighted harmonic mean of precision and recall, by class or averaged",
                               .cites = "van Rijsbergen 1979; keras/src/metrics/f_score_metrics.py, Keras 3",
                               .options = option_table<FBetaScoreOptions>(),
                               .make = &make_with<Metric, FScoreMetric, FBetaScoreOptions>};
  return info;
}

}  // namespace vernier::nn
