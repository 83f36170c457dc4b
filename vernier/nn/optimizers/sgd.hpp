#pragma once
// Gradient descent, with momentum where it is above 0 (g: gradient, rate: learning_rate, u: momentum):
//   w -= rate * g                       without momentum
//   v = u * v - rate * g;  w += v       with momentum
//   ...                    w += u * v - rate * g    with Nesterov's momentum
// Source: keras/src/optimizers/sgd.py, Keras 3; Nesterov 1983; Sutskever et al. 2013.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct SgdOptions {
  Component learning_rate = 0.01;
  double momentum = 0.0;
  bool nesterov = false;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<SgdOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("momentum", &SgdOptions::momentum, "part of the last update that goes on").between(0, 1);
    field("nesterov", &SgdOptions::nesterov, "look ahead along the momentum");
  }
};

[[nodiscard]] inline Component SGD(const SgdOptions& options = {}) { return make_component("sgd", options); }

}  // namespace vernier::nn
