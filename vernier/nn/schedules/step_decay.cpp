#include "vernier/nn/schedules/step_decay.hpp"

#include "vernier/nn/schedules/exponential_decay.hpp"
#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::nn {
namespace {

std::unique_ptr<Schedule> make_step_decay(const Json& json) {
  const auto options = options_from_json<StepDecayOptions>(json, "schedule 'step_decay'");
  return make_schedule(ExponentialDecay({.initial_learning_rate = options.initial_learning_rate,
                                         .decay_epochs = options.epochs_drop,
                                         .decay_rate = options.drop,
                                         .staircase = true}));
}

}  // namespace

const ScheduleInfo& schedule_step_decay() {
  static const ScheduleInfo info{.name = "step_decay",
                                 .summary = "falls by the factor drop every epochs_drop epochs",
                                 .cites =
                                     "keras/src/optimizers/schedules/learning_rate_schedule.py "
                                     "(ExponentialDecay with staircase), Keras 3",
                                 .options = option_table<StepDecayOptions>(),
                                 .make = &make_step_decay};
  return info;
}

}  // namespace vernier::nn
