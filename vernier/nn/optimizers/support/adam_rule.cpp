#include "vernier/nn/optimizers/support/adam_rule.hpp"

#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {

void AdamRule::update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) {
  // the corrections of the bias in double: 1 - 0.999 has lost four digits in float32
  const auto t = static_cast<double>(step.iteration + 1);
  const double correction = std::sqrt(1.0 - std::pow(beta_2_, t)) / (1.0 - std::pow(beta_1_, t));
  const kernels::AdamStep numbers{.rate = static_cast<float>(step.learning_rate * correction),
                                  .rest_1 = static_cast<float>(1.0 - beta_1_),
                                  .rest_2 = static_cast<float>(1.0 - beta_2_),
                                  .epsilon = static_cast<float>(epsilon_)};
  kernels::adam_update(numbers, gradients, weights, slots()[0].values(), slots()[1].values(),
                       amsgrad_ ? slots()[2].values() : std::span<float>());
}

}  // namespace vernier::nn
