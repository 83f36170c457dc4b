#include "vernier/nn/optimizers/support/adam_rule.hpp"

#include <cmath>

namespace vernier::nn {

kernels::AdamStep adam_step(double beta_1, double beta_2, double epsilon, const UpdateStep& step) {
  const auto t = static_cast<float>(step.iteration + 1);
  // Keras takes the powers in float32: for beta_2 = 0.999 the rounding shows in the first steps, and a training that is
  // to end where Keras's ends has to share it.
  const float power_1 = std::pow(static_cast<float>(beta_1), t);
  const float power_2 = std::pow(static_cast<float>(beta_2), t);
  const double correction = static_cast<double>(std::sqrt(1.0F - power_2) / (1.0F - power_1));
  return {.rate = static_cast<float>(step.learning_rate * correction),
          .rest_1 = static_cast<float>(1.0 - beta_1),
          .rest_2 = static_cast<float>(1.0 - beta_2),
          .epsilon = static_cast<float>(epsilon)};
}

void AdamRule::begin_step(const UpdateStep& step) { numbers_ = adam_step(beta_1_, beta_2_, epsilon_, step); }

void AdamRule::update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& /*step*/) {
  kernels::adam_update(numbers_, gradients, weights, slot(0), slot(1), amsgrad_ ? slot(2) : std::span<float>());
}

}  // namespace vernier::nn
