#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {
namespace {

class AccuracyMetric final : public Metric {
 public:
  void reset() override {
    if (member_) member_->reset();
  }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    if (!member_) member_ = make_metric(resolve_metric("accuracy", target.shape, prediction.shape));
    member_->update(target, prediction, weights);
  }
  [[nodiscard]] bool heeds_mask() const override { return true; }
  [[nodiscard]] std::vector<double> results() const override {
    return member_ ? member_->results() : std::vector<double>{0.0};
  }

 private:
  std::unique_ptr<Metric> member_;
};

}  // namespace

const MetricInfo& metric_accuracy() {
  static const MetricInfo info{.name = "accuracy",
                               .summary =
                                   "part of the rows that are right: binary_accuracy for one output, "
                                   "sparse_categorical_accuracy for class ids, else categorical_accuracy",
                               .cites = "keras/src/trainers/compile_utils.py (get_metric), Keras 3",
                               .aliases = {"acc"},
                               .options = option_table<NoOptions>(),
                               .make = &make_with<Metric, AccuracyMetric, NoOptions>};
  return info;
}

}  // namespace vernier::nn
