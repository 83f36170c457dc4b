#pragma once
// Adagrad (g: gradient): a += g^2;  w -= learning_rate * g / sqrt(a + epsilon). The accumulator a begins at
// initial_accumulator_value.
// Source: keras/src/optimizers/adagrad.py, Keras 3; Duchi, Hazan, Singer 2011.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdagradOptions {
  Component learning_rate = 0.001;
  double initial_accumulator_value = 0.1;
  double epsilon = 1e-7;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<AdagradOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("initial_accumulator_value", &AdagradOptions::initial_accumulator_value, "where the sum of squares begins")
        .at_least(0);
    field("epsilon", &AdagradOptions::epsilon, "added under the root").at_least(0);
  }
};

[[nodiscard]] inline Component Adagrad(const AdagradOptions& options = {}) {
  return make_component("adagrad", options);
}

}  // namespace vernier::nn
