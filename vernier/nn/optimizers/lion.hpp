#pragma once
// Lion, the sign of a momentum (g: gradient):
//   w -= learning_rate * sign(beta_1 * m + (1 - beta_1) * g);  m = beta_2 * m + (1 - beta_2) * g
// Wants a rate 3 to 10 times smaller than Adam's, and a weight decay that much larger.
// Source: keras/src/optimizers/lion.py, Keras 3; Chen et al. 2023, arXiv 2302.06675.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct LionOptions {
  Component learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.99;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<LionOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &LionOptions::beta_1, "part of the momentum in the sign").above(0).at_most(1);
    field("beta_2", &LionOptions::beta_2, "decay of the momentum").between(0, 1);
  }
};

[[nodiscard]] inline Component Lion(const LionOptions& options = {}) { return make_component("lion", options); }

}  // namespace vernier::nn
