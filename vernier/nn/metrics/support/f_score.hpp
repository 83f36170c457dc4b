#pragma once
// The F-beta score and its special case, the F1 score.
#include <optional>

#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

struct FBetaScoreOptions {
  std::optional<std::string> average{};
  double beta = 1.0;
  std::optional<double> threshold{};
  static void describe(OptionFields<FBetaScoreOptions>& field) {
    describe_common(field);
    field("beta", &FBetaScoreOptions::beta, "how many times as much recall counts as precision").above(0);
  }
  /// The options that f1_score has too.
  template <class Own>
  static void describe_common(OptionFields<Own>& field) {
    field("average", &Own::average,
          "null: one score for each class; micro: of all counts; macro: mean of the classes; weighted: by their size")
        .one_of({"micro", "macro", "weighted"});
    field("threshold", &Own::threshold, "a prediction above it means 1; null: the largest of a row means 1")
        .above(0)
        .at_most(1);
  }
};

/// (1 + beta^2) * precision * recall / (beta^2 * precision + recall), by class or averaged.
class FScoreMetric final : public Metric {
 public:
  explicit FScoreMetric(const FBetaScoreOptions& options)
      : average_(options.average), threshold_(options.threshold), beta_squared_(options.beta * options.beta) {}

  void reset() override;
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override;
  [[nodiscard]] std::vector<double> results() const override;
  [[nodiscard]] std::vector<double> state() const override;
  void restore(std::span<const double> state) override;

 private:
  struct Counts {
    double true_positives = 0.0;
    double predicted = 0.0;
    double positives = 0.0;
    Counts& operator+=(const Counts& other);
  };
  [[nodiscard]] double score(const Counts& counts) const;
  void add_row(const float* target, const float* prediction, double weight);

  std::optional<std::string> average_;
  std::optional<double> threshold_;
  double beta_squared_;
  std::vector<Counts> classes_;
};

}  // namespace vernier::nn
