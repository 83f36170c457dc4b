#pragma once
// Adam with Nesterov momentum (g: gradient, t: updates made so far, this one included):
//   u_t = beta_1 * (1 - 0.96^t / 2);  P_t = u_1 * ... * u_t;  m and v as in Adam
//   w -= learning_rate * (u_{t+1} * m / (1 - P_{t+1}) + (1 - u_t) * g / (1 - P_t)) / (sqrt(v / (1 - beta_2^t)) +
//   epsilon)
// Source: keras/src/optimizers/nadam.py, Keras 3; Dozat 2016.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct NadamOptions {
  Component learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<NadamOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &NadamOptions::beta_1, "decay of the mean of the gradients").between(0, 1);
    field("beta_2", &NadamOptions::beta_2, "decay of the mean of their squares").between(0, 1);
    field("epsilon", &NadamOptions::epsilon, "added to the root of that mean").at_least(0);
  }
};

[[nodiscard]] inline Component Nadam(const NadamOptions& options = {}) { return make_component("nadam", options); }

}  // namespace vernier::nn
