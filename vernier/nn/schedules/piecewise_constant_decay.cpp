#include "vernier/nn/schedules/piecewise_constant_decay.hpp"

#include <algorithm>

#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {
namespace {

class PiecewiseConstantDecaySchedule final : public Schedule {
 public:
  explicit PiecewiseConstantDecaySchedule(const PiecewiseConstantDecayOptions& options)
      : steps_(options.boundaries.begin(), options.boundaries.end()),
        epochs_(options.boundaries_epochs),
        values_(options.values) {
    if (steps_.empty() == epochs_.empty()) {
      throw InvalidArgument(fmt::format("schedule 'piecewise_constant_decay': {} boundaries and boundaries_epochs",
                                        steps_.empty() ? "neither" : "both"),
                            "exactly one of the two lists");
    }
    const std::vector<double>& boundaries = steps_.empty() ? epochs_ : steps_;
    if (values_.size() != boundaries.size() + 1) {
      throw InvalidArgument(fmt::format("schedule 'piecewise_constant_decay': {} values for {} boundaries",
                                        values_.size(), boundaries.size()),
                            fmt::format("{} values, one more than the boundaries", boundaries.size() + 1));
    }
    if (!std::is_sorted(boundaries.begin(), boundaries.end())) {
      throw InvalidArgument("schedule 'piecewise_constant_decay': boundaries out of order", "growing boundaries");
    }
  }
  void prepare(const ScheduleContext& context) override {
    if (epochs_.empty()) return;
    steps_ = epochs_;
    for (double& step : steps_) step *= static_cast<double>(context.steps_per_epoch);
  }
  [[nodiscard]] double at(std::int64_t step) const override {
    if (steps_.empty()) {
      throw InvalidState("schedule 'piecewise_constant_decay' counts in epochs, whose length is not known before fit",
                         {}, "Call fit, or give the boundaries in steps.");
    }
    // the first boundary at or after the step belongs to the value on its left
    const auto boundary = std::lower_bound(steps_.begin(), steps_.end(), static_cast<double>(step));
    return values_[static_cast<std::size_t>(boundary - steps_.begin())];
  }

 private:
  std::vector<double> steps_;
  std::vector<double> epochs_;
  std::vector<double> values_;
};

}  // namespace

const ScheduleInfo& schedule_piecewise_constant_decay() {
  static const ScheduleInfo info{
      .name = "piecewise_constant_decay",
      .summary = "given rates between given boundaries",
      .cites = "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
      .options = option_table<PiecewiseConstantDecayOptions>(),
      .make = &make_with<Schedule, PiecewiseConstantDecaySchedule, PiecewiseConstantDecayOptions>};
  return info;
}

}  // namespace vernier::nn
