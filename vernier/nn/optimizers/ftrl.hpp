#pragma once
// Follow the regularized leader (g: gradient, r: learning_rate, p: -learning_rate_power):
//   n' = n + g^2;  z += g + 2 * l2_shrinkage * w - (n'^p - n^p) / r * w
//   w = (clip(z, -l1, l1) - z) / (n'^p / r + 2 * (l2 + beta / (2 r)))
// n begins at initial_accumulator_value, z at 0. A weight whose |z| is at most l1 is exactly 0.
// Source: keras/src/optimizers/ftrl.py, Keras 3; McMahan et al. 2013, "Ad click prediction: a view from the trenches".
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct FtrlOptions {
  Component learning_rate = 0.001;
  double learning_rate_power = -0.5;
  double initial_accumulator_value = 0.1;
  double l1_regularization_strength = 0.0;
  double l2_regularization_strength = 0.0;
  double l2_shrinkage_regularization_strength = 0.0;
  double beta = 0.0;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<FtrlOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("learning_rate_power", &FtrlOptions::learning_rate_power, "how the rate falls with the sum of squares")
        .at_most(0);
    field("initial_accumulator_value", &FtrlOptions::initial_accumulator_value, "where the sum of squares begins")
        .at_least(0);
    field("l1_regularization_strength", &FtrlOptions::l1_regularization_strength, "makes weights exactly 0")
        .at_least(0);
    field("l2_regularization_strength", &FtrlOptions::l2_regularization_strength, "pulls weights towards 0")
        .at_least(0);
    field("l2_shrinkage_regularization_strength", &FtrlOptions::l2_shrinkage_regularization_strength,
          "adds to the gradient as an L2 penalty does, but not to its squares")
        .at_least(0);
    field("beta", &FtrlOptions::beta, "an L2 strength that falls with the rate").at_least(0);
  }
};

[[nodiscard]] inline Component Ftrl(const FtrlOptions& options = {}) { return make_component("ftrl", options); }

}  // namespace vernier::nn
