#include "vernier/nn/metrics/support/f_score.hpp"

namespace vernier::nn {
namespace {

struct F1ScoreOptions {
  std::optional<std::string> average{};
  std::optional<double> threshold{};
  static void describe(OptionFields<F1ScoreOptions>& field) { FBetaScoreOptions::describe_common(field); }
};

std::unique_ptr<Metric> make_f1_score(const Json& json) {
  const auto options = options_from_json<F1ScoreOptions>(json, "metric 'f1_score'");
  return std::make_unique<FScoreMetric>(FBetaScoreOptions{.average = options.average, .threshold = options.threshold});
}

}  // namespace

const MetricInfo& metric_f1_score() {
  static const MetricInfo info{.name = "f1_score",
                               .summary = "harmonic mean of precision and recall, by class or averaged",
                               .cites = "keras/src/metrics/f_score_metrics.py, Keras 3",
                               .options = option_table<F1ScoreOptions>(),
                               .make = &make_f1_score};
  return info;
}

}  // namespace vernier::nn
