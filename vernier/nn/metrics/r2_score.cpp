#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {
namespace {

struct R2ScoreOptions {
  std::optional<std::string> class_aggregation = "uniform_average";
  std::int64_t num_regressors = 0;
  static void describe(OptionFields<R2ScoreOptions>& field) {
    field("class_aggregation", &R2ScoreOptions::class_aggregation,
          "how the scores of several outputs become one; null: they do not")
        .one_of({"uniform_average", "variance_weighted_average"});
    field("num_regressors", &R2ScoreOptions::num_regressors,
          "number of independent variables, for the adjusted score; 0 for the plain one")
        .at_least(0);
  }
};

class R2ScoreMetric final : public Metric {
 public:
  explicit R2ScoreMetric(const R2ScoreOptions& options) : options_(options) {}

  void reset() override {
    outputs_.clear();
    samples_ = 0.0;
  }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    check_same_shape(target.shape, prediction.shape);
    const Index columns = prediction.columns();
    outputs_.resize(static_cast<std::size_t>(columns));
    samples_ += static_cast<double>(prediction.size());
    for (Index i = 0; i < prediction.size(); ++i) {
      const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(i / columns)]};
      outputs_[static_cast<std::size_t>(i % columns)].add(target.data[i], prediction.data[i], weight);
    }
  }
  [[nodiscard]] std::vector<double> results() const override {
    std::vector<double> scores;
    double sum = 0.0;
    double weighted = 0.0;
    double variances = 0.0;
    for (const Output& output : outputs_) {
      scores.push_back(output.score());
      sum += scores.back();
      weighted += scores.back() * output.variance;
      variances += output.variance;
    }
    if (options_.class_aggregation == "uniform_average") scores = {sum / static_cast<double>(scores.size())};
    if (options_.class_aggregation == "variance_weighted_average") scores = {weighted / variances};
    // as in Keras, too few samples for the number of regressors leave the plain score
    const double freedom = samples_ - static_cast<double>(options_.num_regressors) - 1.0;
    if (options_.num_regressors != 0 && freedom > 0.0) {
      for (double& score : scores) score = 1.0 - (1.0 - score) * (samples_ - 1.0) / freedom;
    }
    return scores;
  }
  [[nodiscard]] std::vector<double> state() const override {
    std::vector<double> state{samples_};
    for (const Output& output : outputs_) {
      state.insert(state.end(), {output.weight, output.mean, output.variance, output.residual});
    }
    return state;
  }
  void restore(std::span<const double> state) override {
    check_metric_state(state.size() % 4 == 1);
    samples_ = state[0];
    outputs_.resize(state.size() / 4);
    for (Output& output : outputs_) {
      output = {.weight = state[1], .mean = state[2], .variance = state[3], .residual = state[4]};
      state = state.subspan(4);
    }
  }

 private:
  // One output's sums of weighted squares, of the residuals and around the mean of the targets (West 1979).
  struct Output {
    double weight = 0.0;
    double mean = 0.0;
    double variance = 0.0;
    double residual = 0.0;
    void add(double y, double p, double w) {
      if (w != 0.0) {
        weight += w;
        const double shift = y - mean;
        mean += shift * w / weight;
        variance += w * shift * (y - mean);
      }
      residual += w * (y - p) * (y - p);
    }
    [[nodiscard]] double score() const {
      const double raw = 1.0 - residual / variance;
      return std::isinf(raw) ? 0.0 : raw;
    }
  };

  R2ScoreOptions options_;
  std::vector<Output> outputs_;
  double samples_ = 0.0;
};

}  // namespace

const MetricInfo& metric_r2_score() {
  static const MetricInfo info{.name = "r2_score",
                               .summary = "part of the variance of the targets that is explained; 1 is perfect",
                               .cites = "keras/src/metrics/regression_metrics.py, Keras 3",
                               .options = option_table<R2ScoreOptions>(),
                               .make = &make_with<Metric, R2ScoreMetric, R2ScoreOptions>};
  return info;
}

}  // namespace vernier::nn
