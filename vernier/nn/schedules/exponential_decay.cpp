#include "vernier/nn/schedules/exponential_decay.hpp"

#include <cmath>

#include "vernier/nn/schedules/support/duration.hpp"

namespace vernier::nn {
namespace {

class ExponentialDecaySchedule final : public Schedule {
 public:
  explicit ExponentialDecaySchedule(const ExponentialDecayOptions& options)
      : options_(options), decay_("schedule 'exponential_decay'", "decay", options.decay_steps, options.decay_epochs) {}
  void prepare(const ScheduleContext& context) override { decay_.prepare(context); }
  [[nodiscard]] double at(std::int64_t step) const override {
    double periods = static_cast<double>(step) / decay_.steps();
    if (options_.staircase) periods = std::floor(periods);
    return options_.initial_learning_rate * std::pow(options_.decay_rate, periods);
  }

 private:
  ExponentialDecayOptions options_;
  Duration decay_;
};

}  // namespace

const ScheduleInfo& schedule_exponential_decay() {
  static const ScheduleInfo info{.name = "exponential_decay",
                                 .summary = "falls by the factor decay_rate over each decay_steps",
                                 .cites = "keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3",
                                 .options = option_table<ExponentialDecayOptions>(),
                                 .make = &make_with<Schedule, ExponentialDecaySchedule, ExponentialDecayOptions>};
  return info;
}

}  // namespace vernier::nn
