#pragma once
// The best of one rate where another is good enough, over evenly spread thresholds.
#include "vernier/nn/metrics/support/threshold_buckets.hpp"

namespace vernier::nn {

/// What a threshold makes of the predictions; a rate of nothing is 0.
struct OperatingPoint {
  double sensitivity = 0.0;  ///< also called recall
  double specificity = 0.0;
  double precision = 0.0;
};

/// One for each threshold.
[[nodiscard]] std::vector<OperatingPoint> points_of(const ThresholdBuckets& buckets);

/// The largest `Wanted` of the thresholds whose `Bounded` is at least a given value; 0 where none is.
template <double OperatingPoint::*Wanted, double OperatingPoint::*Bounded>
class OperatingPointMetric final : public Metric {
 public:
  OperatingPointMetric(double bound, std::int64_t thresholds)
      : bound_(bound), buckets_(thresholds, ThresholdBuckets::Zero::not_above) {}
  void reset() override { buckets_.reset(); }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    buckets_.add(target, prediction, weights);
  }
  [[nodiscard]] std::vector<double> results() const override {
    double best = 0.0;
    for (const OperatingPoint& point : points_of(buckets_)) {
      if (!(point.*Bounded < bound_) && !(point.*Wanted <= best)) best = point.*Wanted;
    }
    return {best};
  }
  [[nodiscard]] std::vector<double> state() const override { return buckets_.state(); }
  void restore(std::span<const double> state) override { buckets_.restore(state); }

 private:
  double bound_;
  ThresholdBuckets buckets_;
};

}  // namespace vernier::nn
