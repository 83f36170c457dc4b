#include <cmath>

#include "vernier/nn/losses/support/shapes.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/metrics/support/row_mean.hpp"

namespace vernier::nn {
namespace {

struct MatthewsCorrelationCoefficientOptions {
  double threshold = 0.5;
  static void describe(OptionFields<MatthewsCorrelationCoefficientOptions>& field) {
    field("threshold", &MatthewsCorrelationCoefficientOptions::threshold,
          "a prediction above it means 1, where there is one a row")
        .between(0, 1);
  }
};

// Of the confusion matrix: the covariance of target and predicted class over the root of the product of their
// variances, with s all weight, c that of the right rows, t_k and p_k that of class k among targets and predictions: (c
// s - sum t_k p_k) / sqrt((s^2 - sum t_k^2) (s^2 - sum p_k^2)).
class MatthewsCorrelationCoefficientMetric final : public Metric {
 public:
  explicit MatthewsCorrelationCoefficientMetric(const MatthewsCorrelationCoefficientOptions& options)
      : threshold_(static_cast<float>(options.threshold)) {}

  void reset() override {
    std::ranges::fill(classes_, Counts());
    right_ = 0.0;
  }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    const Index columns = prediction.columns();
    const bool binary = columns == 1;
    const bool ids = !binary && target.size() == prediction.rows();
    if (binary) {
      check_same_shape(target.shape, prediction.shape);
    } else if (ids) {
      check_class_ids(target.shape, prediction.shape);
    } else {
      check_one_hot(target.shape, prediction.shape);
    }
    const Index classes = binary ? 2 : columns;
    classes_.resize(static_cast<std::size_t>(classes));
    for (Index row = 0; row < prediction.rows(); ++row) {
      const float* p = prediction.data + row * columns;
      double weight = weights.empty() ? 1.0 : double{weights[static_cast<std::size_t>(row)]};
      for (Index c = 0; c < columns; ++c) weight += std::isnan(p[c]) ? double{p[c]} : 0.0;  // makes the result NaN
      const Index predicted = binary ? Index{p[0] > threshold_} : arg_max(p, columns);
      const Index truth =
          binary || ids ? class_index(target.data[row], classes) : arg_max(target.data + row * columns, columns);
      classes_[static_cast<std::size_t>(truth)].target += weight;
      classes_[static_cast<std::size_t>(predicted)].predicted += weight;
      right_ += truth == predicted ? weight : 0.0;
    }
  }
  [[nodiscard]] std::vector<double> results() const override {
    double all = 0.0;
    double products = 0.0;
    double targets = 0.0;
    double predictions = 0.0;
    for (const Counts& counts : classes_) {
      all += counts.target;
      products += counts.target * counts.predicted;
      targets += counts.target * counts.target;
      predictions += counts.predicted * counts.predicted;
    }
    const double variances = (all * all - targets) * (all * all - predictions);
    return {variances == 0.0 ? 0.0 : (right_ * all - products) / std::sqrt(variances)};
  }
  [[nodiscard]] std::vector<double> state() const override {
    std::vector<double> state{right_};
    for (const Counts& counts : classes_) state.insert(state.end(), {counts.target, counts.predicted});
    return state;
  }
  void restore(std::span<const double> state) override {
    check_metric_state(state.size() % 2 == 1);
    right_ = state[0];
    classes_.resize(state.size() / 2);
    for (std::size_t k = 0; k < classes_.size(); ++k) {
      classes_[k] = {.target = state[2 * k + 1], .predicted = state[2 * k + 2]};
    }
  }

 private:
  struct Counts {
    double target = 0.0;
    double predicted = 0.0;
  };
  float threshold_;
  std::vector<Counts> classes_;
  double right_ = 0.0;
};

}  // namespace

const MetricInfo& metric_matthews_correlation_coefficient() {
  static const MetricInfo info{
      .name = "matthews_correlation_coefficient",
      .summary = "correlation of target and predicted class, from -1 to 1; for classes of unequal size",
      .cites = "Matthews 1975; Gorodkin 2004; scikit-learn (matthews_corrcoef)",
      .aliases = {"mcc"},
      .options = option_table<MatthewsCorrelationCoefficientOptions>(),
      .make = &make_with<Metric, MatthewsCorrelationCoefficientMetric, MatthewsCorrelationCoefficientOptions>};
  return info;
}

}  // namespace vernier::nn
