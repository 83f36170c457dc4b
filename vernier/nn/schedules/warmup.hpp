#pragma once
// Any schedule after a linear warm-up (s: the step, counted from 0; w: warmup_steps or warmup_epochs):
//   s < w:  initial_learning_rate + (schedule(0) - initial_learning_rate) * s / w;  after: schedule(s - w)
// Lengths of the schedule within do not count the warm-up, as in cosine_decay.
// Source: the warm-up of CosineDecay, keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3; Goyal et al.
// 2017, arXiv 1706.02677.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct WarmupOptions {
  Component schedule{};
  std::optional<std::int64_t> warmup_steps{};
  std::optional<double> warmup_epochs{};
  double initial_learning_rate = 0.0;
  static void describe(OptionFields<WarmupOptions>& field) {
    field("schedule", &WarmupOptions::schedule, "what follows: a number or a schedule").of("schedules").required();
    field("warmup_steps", &WarmupOptions::warmup_steps, "length of the warm-up in steps").at_least(1);
    field("warmup_epochs", &WarmupOptions::warmup_epochs, "length of the warm-up in epochs, in place of warmup_steps")
        .above(0);
    field("initial_learning_rate", &WarmupOptions::initial_learning_rate, "rate of the first step").at_least(0);
  }
};

/// Warmup({.schedule = ExponentialDecay({...}), .warmup_epochs = 2.0})
[[nodiscard]] inline Component Warmup(const WarmupOptions& options) { return make_component("warmup", options); }

}  // namespace vernier::nn
