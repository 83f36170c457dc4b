#pragma once
// RMSprop (g: gradient, rate: learning_rate):
//   v = rho * v + (1 - rho) * g^2
//   d = rate * g / sqrt(v + epsilon)                   epsilon stands under the root
//   d = rate * g / sqrt(v - a^2 + epsilon)             centered; a is the running mean of g
//   w -= d, or with momentum u:  b = u * b + d;  w -= b
// Source: keras/src/optimizers/rmsprop.py, Keras 3; Hinton, Srivastava, Swersky 2012 (lecture 6); Graves 2013.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct RmspropOptions {
  Component learning_rate = 0.001;
  double rho = 0.9;
  double momentum = 0.0;
  double epsilon = 1e-7;
  bool centered = false;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<RmspropOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("rho", &RmspropOptions::rho, "decay of the mean of the squared gradients").between(0, 1);
    field("momentum", &RmspropOptions::momentum, "part of the last update that goes on").between(0, 1);
    field("epsilon", &RmspropOptions::epsilon, "added under the root").at_least(0);
    field("centered", &RmspropOptions::centered, "divide by the deviation from the mean gradient");
  }
};

[[nodiscard]] inline Component RMSprop(const RmspropOptions& options = {}) {
  return make_component("rmsprop", options);
}

}  // namespace vernier::nn
