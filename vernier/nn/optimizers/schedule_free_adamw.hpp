#pragma once
// AdamW without momentum that averages its weights instead of lowering its rate (g: gradient at y, t: updates, this one
// included, r: learning_rate, times t / warmup_steps while that is below 1):
//   v += (g^2 - v) * (1 - beta_2);  z -= r * g / (sqrt(v / (1 - beta_2^t)) + epsilon)
//   x += (z - x) / t;  y = (1 - beta_1) * z + beta_1 * x
// Gradients are taken at y. What is judged and saved is x, as its authors say (optimizer.hpp tells when); x and z begin
// at the weights. Weight decay shrinks y before the update, and x so far that y is still their mean. Source:
// keras/src/optimizers/schedule_free_adamw.py, Keras 3.15; Defazio et al. 2024, arXiv 2405.15682.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct ScheduleFreeAdamWOptions {
  Component learning_rate = 0.0025;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-8;
  std::int64_t warmup_steps = 0;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<ScheduleFreeAdamWOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_1", &ScheduleFreeAdamWOptions::beta_1, "part of the average in the weights that train")
        .above(0)
        .at_most(1);
    field("beta_2", &ScheduleFreeAdamWOptions::beta_2, "decay of the mean of the squared gradients").between(0, 1);
    field("epsilon", &ScheduleFreeAdamWOptions::epsilon, "added to the root of that mean").above(0);
    field("warmup_steps", &ScheduleFreeAdamWOptions::warmup_steps, "updates until the full rate").at_least(0);
  }
};

[[nodiscard]] inline Component ScheduleFreeAdamW(const ScheduleFreeAdamWOptions& options = {}) {
  return make_component("schedule_free_adamw", options);
}

}  // namespace vernier::nn
