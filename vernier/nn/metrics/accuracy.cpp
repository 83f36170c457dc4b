#include <algorithm>
#include <array>

#include "vernier/nn/metrics/metric.hpp"

namespace vernier::nn {
namespace {

constexpr std::array<const char*, 3> accuracy_members{"binary_accuracy", "categorical_accuracy",
                                                      "sparse_categorical_accuracy"};

class AccuracyMetric final : public Metric {
 public:
  void reset() override {
    if (member_) member_->reset();
  }
  void update(ConstView target, ConstView prediction, std::span<const float> weights) override {
    if (!member_) become(resolve_metric("accuracy", target.shape, prediction.shape).name);
    member_->update(target, prediction, weights);
  }
  [[nodiscard]] bool heeds_mask() const override { return true; }
  [[nodiscard]] std::vector<double> results() const override {
    return member_ ? member_->results() : std::vector<double>{0.0};
  }
  // the number of the member, then its state
  [[nodiscard]] std::vector<double> state() const override {
    if (!member_) return {};
    std::vector<double> state = member_->state();
    const auto known = std::ranges::find(accuracy_members, name_);
    state.insert(state.begin(), static_cast<double>(known - accuracy_members.begin()));
    return state;
  }
  void restore(std::span<const double> state) override {
    member_.reset();
    if (state.empty()) return;
    check_metric_state(state[0] >= 0 && state[0] < static_cast<double>(accuracy_members.size()));
    become(accuracy_members[static_cast<std::size_t>(state[0])]);
    member_->restore(state.subspan(1));
  }

 private:
  void become(const std::string& name) {
    name_ = name;
    member_ = make_metric(name);
  }

  std::string name_;  // of the member
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
