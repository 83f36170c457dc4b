#pragma once
// initial_learning_rate * decay_rate^(s / d); s / d is rounded down where staircase is set.
// s: the step, counted from 0; d: decay_steps, or decay_epochs times the steps of an epoch (exactly one is given).
// Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct ExponentialDecayOptions {
  double initial_learning_rate = 0.001;
  std::optional<std::int64_t> decay_steps{};
  std::optional<double> decay_epochs{};
  double decay_rate = 0.96;
  bool staircase = false;
  static void describe(OptionFields<ExponentialDecayOptions>& field) {
    field("initial_learning_rate", &ExponentialDecayOptions::initial_learning_rate, "rate of the first step")
        .required()
        .at_least(0);
    field("decay_steps", &ExponentialDecayOptions::decay_steps, "length of the decay in steps").at_least(1);
    field("decay_epochs", &ExponentialDecayOptions::decay_epochs,
          "length of the decay in epochs, in place of decay_steps")
        .above(0);
    field("decay_rate", &ExponentialDecayOptions::decay_rate, "factor after each length of the decay")
        .required()
        .above(0);
    field("staircase", &ExponentialDecayOptions::staircase, "change the rate only at whole multiples of the length");
  }
};

[[nodiscard]] inline Component ExponentialDecay(const ExponentialDecayOptions& options) {
  return make_component("exponential_decay", options);
}

}  // namespace vernier::nn
