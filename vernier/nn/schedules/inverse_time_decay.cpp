#include "vernier/nn/schedules/inverse_time_decay.hpp"

#include <cmath>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class InverseTimeDecaySchedule final : public Schedule {
 public:
  explicit InverseTimeDecaySchedule(const InverseTimeDecayOptions& options)
      : options_(options),
        decay_("schedule 'inverse_time_decay'", "decay", options.decay_steps, options.decay_epochs) {}
  void prepare(const ScheduleContext& context) override { decay_.prepare(context); }
  [[nodiscard]] double at(std::int64_t step) const override {
    double periods = static_cast<double>(step) / decay_.steps();
    if (options_.staircase) periods = std::floor(periods);
    return options_.initial_learning_rate / (1.0 + options_.decay_rate * periods);
  }

 private:
  InverseTimeDecayOptions options_;
  Duration decay_;
};

}  // namespace

const ScheduleInfo& schedule_inverse_time_decay() {
  static const ScheduleInfo info{.name = "inverse_time_decay",
                                 .summary = "divides the rate by 1 + decay_rate * step / decay_steps",
                                 .cites = "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
                                 .options = option_table<InverseTimeDecayOptions>(),
                                 .make = &make_with<Schedule, InverseTimeDecaySchedule, InverseTimeDecayOptions>};
  return info;
}

}  // namespace vernier::nn
