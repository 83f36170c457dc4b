#pragma once
// Adam with the largest gradient in place of the root of the mean square (g: gradient, t: updates, this one included):
//   m += (g - m) * (1 - beta_1);  u = max(beta_2 * u, |g|)
//   w -= learning_rate * m / ((1 - beta_1^t) * (u + epsilon))
// Source: keras/src/optimizers/adamax.py, Keras 3; Kingma, Ba 2015, arXiv 1412.6980, section 7.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdamaxOptions {
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
  static void describe(OptionFields<AdamaxOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &AdamaxOptions::beta_1, "decay of the mean of the gradients").between(0, 1);
    field("beta_2", &AdamaxOptions::beta_2, "decay of the largest gradient").between(0, 1);
    field("epsilon", &AdamaxOptions::epsilon, "added to the largest gradient").above(0);
  }
};

[[nodiscard]] inline Component Adamax(const AdamaxOptions& options = {}) { return make_component("adamax", options); }

}  // namespace vernier::nn
