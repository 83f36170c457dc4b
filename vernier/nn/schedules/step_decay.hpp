#pragma once
// Step decay (阶梯衰减): initial_learning_rate * drop^floor(epoch / epochs_drop), epochs counted from 0. The same as
// ExponentialDecay with decay_rate = drop, decay_epochs = epochs_drop and staircase, under the name and the options by
// which it is usually taught.
#include "vernier/base/options.hpp"

namespace vernier::nn {

struct StepDecayOptions {
  double initial_learning_rate = 0.001;
  double drop = 0.5;
  double epochs_drop = 10;
  static void describe(OptionFields<StepDecayOptions>& field) {
    field("initial_learning_rate", &StepDecayOptions::initial_learning_rate, "rate of the first epochs")
        .required()
        .at_least(0);
    field("drop", &StepDecayOptions::drop, "factor at each drop").above(0).at_most(1);
    field("epochs_drop", &StepDecayOptions::epochs_drop, "epochs from one drop to the next").above(0);
  }
};

[[nodiscard]] inline Component StepDecay(const StepDecayOptions& options) {
  return make_component("step_decay", options);
}

}  // namespace vernier::nn
