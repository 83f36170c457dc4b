#include "vernier/nn/optimizers/support/adam_rule.hpp"

#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {

void AdamRule::update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) {
  const auto t = static_cast<double>(step.iteration + 1);
  // Keras takes the powers in float32: for beta_2 = 0.999 the rounding shows in the first steps, and a training that is
  // to end where Keras's ends has to share it.
  const float power_1 = std::pow(static_cast<float>(beta_1_), static_cast<float>(t));
  const float power_2 = std::pow(static_cast<float>(beta_2_), static_cast<float>(t));
  const double correction = static_cast<double>(std::sqrt(1.0F - power_2) / (1.0F - power_1));
  const kernels::AdamStep numbers{.rate = static_cast<float>(step.learning_rate * correction),
                                  .rest_1 = static_cast<float>(1.0 - beta_1_),
                                  .rest_2 = static_cast<float>(1.0 - beta_2_),
                                  .epsilon = static_cast<float>(epsilon_)};
  kernels::adam_update(numbers, gradients, weights, slots()[0].values(), slots()[1].values(),
                       amsgrad_ ? slots()[2].values() : std::span<float>());
}

}  // namespace vernier::nn
