#pragma once
// (initial_learning_rate - end_learning_rate) * (1 - s / d)^power + end_learning_rate, where s stops at d. With cycle,
// d is instead the least multiple of itself that is not below s, so the rate rises again after each d steps.
// s: the step, counted from 0; d: decay_steps, or decay_epochs times the steps of an epoch (exactly one is given).
// Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct PolynomialDecayOptions {
  double initial_learning_rate = 0.001;
  std::optional<std::int64_t> decay_steps{};
  std::optional<double> decay_epochs{};
  double end_learning_rate = 0.0001;
  double power = 1.0;
  bool cycle = false;
  static void describe(OptionFields<PolynomialDecayOptions>& field) {
    field("initial_learning_rate", &PolynomialDecayOptions::initial_learning_rate, "rate of the first step")
        .required()
        .at_least(0);
    field("decay_steps", &PolynomialDecayOptions::decay_steps, "length of the decay in steps").at_least(1);
    field("decay_epochs", &PolynomialDecayOptions::decay_epochs,
          "length of the decay in epochs, in place of decay_steps")
        .above(0);
    field("end_learning_rate", &PolynomialDecayOptions::end_learning_rate, "rate at the end of the decay").at_least(0);
    field("power", &PolynomialDecayOptions::power, "1 is a straight line").above(0);
    field("cycle", &PolynomialDecayOptions::cycle, "begin again, with a longer decay, after each length");
  }
};

[[nodiscard]] inline Component PolynomialDecay(const PolynomialDecayOptions& options) {
  return make_component("polynomial_decay", options);
}

}  // namespace vernier::nn
