#pragma once
// Adam whose step, variable by variable, is as long as the variable times the rate: for large batches.
//   m and v as in adam.hpp;  u = (m / (1 - beta_1^t)) / (sqrt(v / (1 - beta_2^t)) + epsilon)
//   w -= learning_rate * |w| / |u| * u;  the ratio of the L2 norms is 1 where one of them is 0
// Source: keras/src/optimizers/lamb.py, Keras 3; You et al. 2020, arXiv 1904.00962.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct LambOptions {
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
  static void describe(OptionFields<LambOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &LambOptions::beta_1, "decay of the mean of the gradients").between(0, 1);
    field("beta_2", &LambOptions::beta_2, "decay of the mean of their squares").between(0, 1);
    field("epsilon", &LambOptions::epsilon, "added to the root of that mean").above(0);
  }
};

[[nodiscard]] inline Component Lamb(const LambOptions& options = {}) { return make_component("lamb", options); }

}  // namespace vernier::nn
