#pragma once
// Half a cosine wave down, after a linear warm-up where warmup_target is given:
//   s < w:  initial_learning_rate + (warmup_target - initial_learning_rate) * s / w
//   after:  top * ((1 - alpha) * (1 + cos(pi * x)) / 2 + alpha), x = min(s - w, d) / d
// s: the step, counted from 0; w: warmup_steps or warmup_epochs; d: decay_steps or decay_epochs, not counting the
// warm-up; top: warmup_target, else initial_learning_rate (and then there is no warm-up).
// Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3; Loshchilov, Hutter 2017, arXiv 1608.03983.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct CosineDecayOptions {
  double initial_learning_rate = 0.001;
  std::optional<std::int64_t> decay_steps{};
  std::optional<double> decay_epochs{};
  double alpha = 0.0;
  std::optional<double> warmup_target{};
  std::optional<std::int64_t> warmup_steps{};
  std::optional<double> warmup_epochs{};
  static void describe(OptionFields<CosineDecayOptions>& field) {
    field("initial_learning_rate", &CosineDecayOptions::initial_learning_rate, "rate of the first step")
        .required()
        .at_least(0);
    field("decay_steps", &CosineDecayOptions::decay_steps, "length of the decay in steps").at_least(1);
    field("decay_epochs", &CosineDecayOptions::decay_epochs, "length of the decay in epochs, in place of decay_steps")
        .above(0);
    field("alpha", &CosineDecayOptions::alpha, "rate at the end, as a fraction of the highest").at_least(0);
    field("warmup_target", &CosineDecayOptions::warmup_target, "rate at the end of the warm-up; null for none")
        .at_least(0);
    field("warmup_steps", &CosineDecayOptions::warmup_steps, "length of the warm-up in steps").at_least(0);
    field("warmup_epochs", &CosineDecayOptions::warmup_epochs,
          "length of the warm-up in epochs, in place of warmup_steps")
        .at_least(0);
  }
};

[[nodiscard]] inline Component CosineDecay(const CosineDecayOptions& options) {
  return make_component("cosine_decay", options);
}

}  // namespace vernier::nn
