#pragma once
// Cosine waves down, one after another (SGDR). Wave i lasts d * t_mul^i steps and begins at
// initial_learning_rate * m_mul^i:
//   initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi * x)) / 2 + alpha), x: the part of wave i that is over
// d: first_decay_steps, or first_decay_epochs times the steps of an epoch (exactly one is given).
// Source: keras/src/optimizers/schedules/learning_rate_schedule.py, Keras 3; Loshchilov, Hutter 2017, arXiv 1608.03983.
#include <cstdint>
#include <optional>

#include "vernier/base/options.hpp"

namespace vernier::nn {

struct CosineDecayRestartsOptions {
  double initial_learning_rate = 0.001;
  std::optional<std::int64_t> first_decay_steps{};
  std::optional<double> first_decay_epochs{};
  double t_mul = 2.0;
  double m_mul = 1.0;
  double alpha = 0.0;
  static void describe(OptionFields<CosineDecayRestartsOptions>& field) {
    field("initial_learning_rate", &CosineDecayRestartsOptions::initial_learning_rate, "rate of the first step")
        .required()
        .at_least(0);
    field("first_decay_steps", &CosineDecayRestartsOptions::first_decay_steps, "length of the first wave in steps")
        .at_least(1);
    field("first_decay_epochs", &CosineDecayRestartsOptions::first_decay_epochs,
          "length of the first wave in epochs, in place of first_decay_steps")
        .above(0);
    field("t_mul", &CosineDecayRestartsOptions::t_mul, "each wave is this much longer than the one before").at_least(1);
    field("m_mul", &CosineDecayRestartsOptions::m_mul, "each wave begins at this fraction of the one before")
        .at_least(0);
    field("alpha", &CosineDecayRestartsOptions::alpha, "lowest rate, as a fraction of the first").at_least(0);
  }
};

[[nodiscard]] inline Component CosineDecayRestarts(const CosineDecayRestartsOptions& options) {
  return make_component("cosine_decay_restarts", options);
}

}  // namespace vernier::nn
