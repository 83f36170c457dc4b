#include <algorithm>
#include <cmath>

#include "vernier/nn/metrics/support/threshold_buckets.hpp"
#include "vernier/nn/metrics/support/threshold_counts.hpp"

namespace vernier::nn {
namespace {

struct AucOptions {
  std::int64_t num_thresholds = 200;
  std::string curve = "ROC";
  std::string summation_method = "interpolation";
  bool from_logits = false;
  static void describe(OptionFields<AucOptions>& field) {
    field("num_thresholds", &AucOptions::num_thresholds, "points of the curve, evenly spread").at_least(2);
    field("curve", &AucOptions::curve, "ROC: true over false positive rate; PR: precision over recall")
        .one_of({"ROC", "PR"});
    field("summation_method", &AucOptions::summation_method,
          "between two points: a line, their lower or their higher value")
        .one_of({"interpolation", "minoring", "majoring"});
    field("from_logits", &AucOptions::from_logits, "predictions are logits, not probabilities");
  }
};

class AucMetric final : public Metric {
 public:
  explicit AucMetric(const AucOptions& options)
      : options_(options), buckets_(options.num_thresholds, ThresholdBuckets::Zero::above) {}

  void reset() override { buckets_.reset(); }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    buckets_.add(target, prediction, weights, options_.from_logits);
  }
  [[nodiscard]] std::vector<double> results() const override {
    const ThresholdBuckets::Above above = buckets_.above();
    const Curve curve{above.positives, above.negatives};
    if (options_.curve == "PR" && options_.summation_method == "interpolation") return {curve.precision_area()};
    return {curve.area(options_.curve == "PR", options_.summation_method)};
  }
  [[nodiscard]] std::vector<double> state() const override { return buckets_.state(); }
  void restore(std::span<const double> state) override { buckets_.restore(state); }

 private:
  struct Curve {
    std::vector<double> true_positives;
    std::vector<double> false_positives;

    // Threshold 0 is below every prediction, so its counts are those of all positives and all negatives.
    [[nodiscard]] double area(bool precision_recall, const std::string& method) const {
      const double positives = true_positives.front();
      const double negatives = false_positives.front();
      const auto height = [&](std::size_t k) {
        return precision_recall ? ratio_or_zero(true_positives[k], true_positives[k] + false_positives[k])
                                : ratio_or_zero(true_positives[k], positives);
      };
      const auto place = [&](std::size_t k) {
        return precision_recall ? ratio_or_zero(true_positives[k], positives)
                                : ratio_or_zero(false_positives[k], negatives);
      };
      double sum = 0.0;
      for (std::size_t k = 0; k + 1 < true_positives.size(); ++k) {
        const double a = height(k);
        const double b = height(k + 1);
        const double between =
            method == "minoring" ? std::min(a, b) : (method == "majoring" ? std::max(a, b) : (a + b) / 2);
        sum += (place(k) - place(k + 1)) * between;
      }
      return sum;
    }
    // Between two points it is the count of true positives, not precision, that is linear (Davis, Goadrich 2006).
    [[nodiscard]] double precision_area() const {
      double sum = 0.0;
      for (std::size_t k = 0; k + 1 < true_positives.size(); ++k) {
        const double predicted = true_positives[k] + false_positives[k];
        const double predicted_next = true_positives[k + 1] + false_positives[k + 1];
        const double gained = true_positives[k] - true_positives[k + 1];
        const double slope = ratio_or_zero(gained, std::max(predicted - predicted_next, 0.0));
        const double intercept = true_positives[k + 1] - slope * predicted_next;
        const double growth = predicted > 0.0 && predicted_next > 0.0 ? predicted / predicted_next : 1.0;
        sum += slope * (gained + intercept * std::log(growth));
      }
      return ratio_or_zero(sum, true_positives.front());
    }
  };

  AucOptions options_;
  ThresholdBuckets buckets_;
};

}  // namespace

const MetricInfo& metric_auc() {
  static const MetricInfo info{.name = "auc",
                               .summary = "area under the ROC or the precision-recall curve",
                               .cites = "Davis, Goadrich 2006; keras/src/metrics/confusion_metrics.py, Keras 3",
                               .options = option_table<AucOptions>(),
                               .make = &make_with<Metric, AucMetric, AucOptions>};
  return info;
}

}  // namespace vernier::nn
