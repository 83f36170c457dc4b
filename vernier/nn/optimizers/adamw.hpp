#pragma once
// Adam with decoupled weight decay, which is on by default: before each update w -= w * weight_decay * learning_rate.
// Everything else is as in adam.hpp.
// Source: keras/src/optimizers/adamw.py, Keras 3; Loshchilov, Hutter 2019, arXiv 1711.05101.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdamWOptions {
  Component learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  std::optional<double> weight_decay = 0.004;
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<AdamWOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &AdamWOptions::beta_1, "decay of the mean of the gradients").between(0, 1);
    field("beta_2", &AdamWOptions::beta_2, "decay of the mean of their squares").between(0, 1);
    field("epsilon", &AdamWOptions::epsilon, "added to the root of that mean").at_least(0);
    field("amsgrad", &AdamWOptions::amsgrad, "use the largest mean of squares so far");
  }
};

[[nodiscard]] inline Component AdamW(const AdamWOptions& options = {}) { return make_component("adamw", options); }

}  // namespace vernier::nn
