#pragma once
// Adam (g: gradient, rate: learning_rate, t: updates made so far, this one included):
//   m += (g - m) * (1 - beta_1);  v += (g^2 - v) * (1 - beta_2)
//   w -= rate * sqrt(1 - beta_2^t) / (1 - beta_1^t) * m / (sqrt(v) + epsilon)
// epsilon is added to the root before the correction of the bias ("epsilon hat" of the paper); frameworks that correct
// the root first need another epsilon for the same steps. amsgrad puts the largest v so far in place of v.
// Source: keras/src/optimizers/adam.py, Keras 3; Kingma, Ba 2015, arXiv 1412.6980; Reddi, Kale, Kumar 2018.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdamOptions {
  Component learning_rate = 0.001;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<AdamOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &AdamOptions::beta_1, "decay of the mean of the gradients").between(0, 1);
    field("beta_2", &AdamOptions::beta_2, "decay of the mean of their squares").between(0, 1);
    field("epsilon", &AdamOptions::epsilon, "added to the root of that mean").at_least(0);
    field("amsgrad", &AdamOptions::amsgrad, "use the largest mean of squares so far");
  }
};

[[nodiscard]] inline Component Adam(const AdamOptions& options = {}) { return make_component("adam", options); }

}  // namespace vernier::nn
