#include <algorithm>
#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {
namespace {

struct F1ScoreOptions {
  std::optional<std::string> average{};
  std::optional<double> threshold{};
  static void describe(OptionFields<F1ScoreOptions>& field) {
    field("average", &F1ScoreOptions::average,
          "null: one score for each class; micro: of all counts; macro: mean of the classes; weighted: by their size")
        .one_of({"micro", "macro", "weighted"});
    field("threshold", &F1ScoreOptions::threshold, "a prediction above it means 1; null: the largest of a row means 1")
        .above(0)
        .at_most(1);
  }
};

class F1ScoreMetric final : public Metric {
 public:
  explicit F1ScoreMetric(const F1ScoreOptions& options) : options_(options) {}

  void reset() override { std::ranges::fill(classes_, Counts()); }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    check_same_shape(target.shape, prediction.shape);
    const Index columns = prediction.columns();
    classes_.resize(static_cast<std::size_t>(columns));
    for (Index row = 0; row < prediction.rows(); ++row) {
      const double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(row)]};
      add_row(target.data + row * columns, prediction.data + row * columns, weight);
    }
  }
  [[nodiscard]] std::vector<double> results() const override {
    if (options_.average == "micro") {
      Counts all;
      for (const Counts& counts : classes_) all += counts;
      return {all.score()};
    }
    std::vector<double> scores;
    double positives = loss_epsilon;
    double weighted = 0.0;
    double sum = 0.0;
    for (const Counts& counts : classes_) {
      scores.push_back(counts.score());
      positives += counts.positives;
      weighted += counts.score() * counts.positives;
      sum += counts.score();
    }
    if (options_.average == "weighted") return {weighted / positives};
    if (options_.average == "macro") return {scores.empty() ? 0.0 : sum / static_cast<double>(scores.size())};
    return scores;
  }

 private:
  struct Counts {
    double true_positives = 0.0;
    double predicted = 0.0;
    double positives = 0.0;
    Counts& operator+=(const Counts& other) {
      true_positives += other.true_positives;
      predicted += other.predicted;
      positives += other.positives;
      return *this;
    }
    // Keras's epsilons stand here too, so that a class that never occurs scores 0
    [[nodiscard]] double score() const {
      const double precision = true_positives / (predicted + loss_epsilon);
      const double recall = true_positives / (positives + loss_epsilon);
      return 2.0 * precision * recall / (precision + recall + loss_epsilon);
    }
  };

  void add_row(const float* target, const float* prediction, double weight) {
    const std::size_t columns = classes_.size();
    const float largest = *std::max_element(prediction, prediction + columns);
    for (std::size_t c = 0; c < columns; ++c) {
      // a row of zeros has no largest class
      const bool positive = options_.threshold ? prediction[c] > static_cast<float>(*options_.threshold)
                                               : prediction[c] >= largest && std::abs(prediction[c]) > 1e-9F;
      classes_[c] += {.true_positives = positive ? weight * target[c] : 0.0,
                      .predicted = positive ? weight : 0.0,
                      .positives = weight * target[c]};
    }
  }

  F1ScoreOptions options_;
  std::vector<Counts> classes_;
};

}  // namespace

const MetricInfo& metric_f1_score() {
  static const MetricInfo info{.name = "f1_score",
                               .summary = "harmonic mean of precision and recall, by class or averaged",
                               .cites = "keras/src/metrics/f_score_metrics.py, Keras 3",
                               .options = option_table<F1ScoreOptions>(),
                               .make = &make_with<Metric, F1ScoreMetric, F1ScoreOptions>};
  return info;
}

}  // namespace vernier::nn
