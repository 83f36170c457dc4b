#pragma once
// Adadelta (g: gradient):
//   a = rho * a + (1 - rho) * g^2;  d = -g * sqrt(b + epsilon) / sqrt(a + epsilon)
//   b = rho * b + (1 - rho) * d^2;  w += learning_rate * d
// The paper's learning rate is 1; Keras's default is 0.001.
// Source: keras/src/optimizers/adadelta.py, Keras 3; Zeiler 2012, arXiv 1212.5701.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdadeltaOptions {
  Component learning_rate = 0.001;
  double rho = 0.95;
  double epsilon = 1e-7;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<AdadeltaOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("rho", &AdadeltaOptions::rho, "decay of both means of squares").between(0, 1);
    field("epsilon", &AdadeltaOptions::epsilon, "added under both roots").above(0);
  }
};

[[nodiscard]] inline Component Adadelta(const AdadeltaOptions& options = {}) {
  return make_component("adadelta", options);
}

}  // namespace vernier::nn
