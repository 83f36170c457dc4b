#include "vernier/nn/metrics/support/threshold_counts.hpp"

namespace vernier::nn {
namespace {

class PrecisionMetric final : public Metric {
 public:
  explicit PrecisionMetric(const ThresholdOptions& options) : counts_(options) {}
  void reset() override { counts_.reset(); }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    counts_.add(target, prediction, weights);
  }
  [[nodiscard]] std::vector<double> results() const override {
    std::vector<double> all;
    for (std::size_t k = 0; k < counts_.size(); ++k) {
      all.push_back(ratio_or_zero(counts_.true_positives(k), counts_.true_positives(k) + counts_.false_positives(k)));
    }
    return all;
  }

 private:
  ThresholdCounts counts_;
};

}  // namespace

const MetricInfo& metric_precision() {
  static const MetricInfo info{.name = "precision",
                               .summary = "part of the predicted positives that are positive",
                               .cites = "keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<ThresholdOptions>(),
                               .make = &make_with<Metric, PrecisionMetric, ThresholdOptions>};
  return info;
}

}  // namespace vernier::nn
