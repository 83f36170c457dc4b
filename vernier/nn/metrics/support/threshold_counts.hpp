#pragma once
// What precision and recall count: predictions above each of some thresholds, right and wrong.
#include <optional>

#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

/// Options of precision and recall.
struct ThresholdOptions {
  std::optional<std::vector<double>> thresholds{};
  static void describe(OptionFields<ThresholdOptions>& field) {
    field("thresholds", &ThresholdOptions::thresholds,
          "a prediction above it means 1; several give several results; null for 0.5")
        .between(0, 1);
  }
};

/// Weighted counts for each threshold, over all elements of the predictions.
class ThresholdCounts {
 public:
  explicit ThresholdCounts(const ThresholdOptions& options);
  void reset();
  void add(ConstView target, ConstView prediction, std::span<const float> weights);
  [[nodiscard]] std::vector<double> state() const;
  void restore(std::span<const double> state);

  [[nodiscard]] std::size_t size() const { return thresholds_.size(); }
  [[nodiscard]] double true_positives(std::size_t k) const { return true_positives_[k]; }
  [[nodiscard]] double false_positives(std::size_t k) const { return false_positives_[k]; }
  [[nodiscard]] double false_negatives(std::size_t k) const { return positives_ - true_positives_[k]; }

 private:
  std::vector<float> thresholds_;
  std::vector<double> true_positives_;
  std::vector<double> false_positives_;
  double positives_ = 0.0;  // weight of all elements whose target is not 0
};

/// a / b, or 0 where b is 0.
inline double ratio_or_zero(double a, double b) { return b == 0.0 ? 0.0 : a / b; }

/// For each threshold the true positives over themselves and `Wrong`: the false positives of precision, the false
/// negatives of recall.
template <double (ThresholdCounts::*Wrong)(std::size_t k) const>
class TruePositiveRatio final : public Metric {
 public:
  explicit TruePositiveRatio(const ThresholdOptions& options) : counts_(options) {}
  void reset() override { counts_.reset(); }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    counts_.add(target, prediction, weights);
  }
  [[nodiscard]] std::vector<double> results() const override {
    std::vector<double> all;
    for (std::size_t k = 0; k < counts_.size(); ++k) {
      const double right = counts_.true_positives(k);
      all.push_back(ratio_or_zero(right, right + (counts_.*Wrong)(k)));
    }
    return all;
  }
  [[nodiscard]] std::vector<double> state() const override { return counts_.state(); }
  void restore(std::span<const double> state) override { counts_.restore(state); }

 private:
  ThresholdCounts counts_;
};

}  // namespace vernier::nn
