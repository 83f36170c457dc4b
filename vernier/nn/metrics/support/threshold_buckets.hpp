#pragma once
// Counts of positives and negatives above evenly spread thresholds.
#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {

/// Threshold k of n is k / (n - 1). A prediction p is above thresholds 0 to ceil(p (n - 1)) - 1, so one bucket is
/// counted for it and the sums are taken at the end.
class ThresholdBuckets {
 public:
  /// Weights of all positives and all negatives, and of those above each threshold.
  struct Above {
    double all_positives = 0.0;
    double all_negatives = 0.0;
    std::vector<double> positives;
    std::vector<double> negatives;
  };
  /// Whether a prediction of 0 is above the first threshold.
  enum class Zero { above, not_above };

  /// At least 2 thresholds.
  ThresholdBuckets(std::int64_t thresholds, Zero zero)
      : thresholds_(static_cast<std::size_t>(thresholds)), zero_(zero) {
    reset();
  }
  void reset();
  /// A prediction of NaN makes all counts NaN.
  void add(ConstView target, ConstView prediction, std::span<const float> weights, bool from_logits = false);
  [[nodiscard]] Above above() const;
  [[nodiscard]] std::vector<double> state() const;
  void restore(std::span<const double> state);

 private:
  std::size_t thresholds_;
  Zero zero_;
  std::vector<double> positives_;  // the first is above no threshold, the next above the first one, ...
  std::vector<double> negatives_;
};

}  // namespace vernier::nn
