#include "vernier/nn/optimizers/support/adam_rule.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {

void AdamRule::update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) {
  // the corrections of the bias in double: 1 - 0.999 has lost four digits in float32
  const auto t = static_cast<double>(step.iteration + 1);
  const auto rate =
      static_cast<float>(step.learning_rate * std::sqrt(1.0 - std::pow(beta_2_, t)) / (1.0 - std::pow(beta_1_, t)));
  const auto rest_1 = static_cast<float>(1.0 - beta_1_);
  const auto rest_2 = static_cast<float>(1.0 - beta_2_);
  const auto epsilon = static_cast<float>(epsilon_);
  float* w = weights.data();
  const float* g = gradients.data();
  float* m = slots()[0].data();
  float* v = slots()[1].data();
  const std::size_t size = weights.size();
  if (!amsgrad_) {
    for (std::size_t i = 0; i < size; ++i) {
      m[i] += (g[i] - m[i]) * rest_1;
      v[i] += (g[i] * g[i] - v[i]) * rest_2;
      w[i] -= m[i] * rate / (std::sqrt(v[i]) + epsilon);
    }
    return;
  }
  float* largest = slots()[2].data();
  for (std::size_t i = 0; i < size; ++i) {
    m[i] += (g[i] - m[i]) * rest_1;
    v[i] += (g[i] * g[i] - v[i]) * rest_2;
    largest[i] = largest[i] > v[i] ? largest[i] : v[i];
    w[i] -= m[i] * rate / (std::sqrt(largest[i]) + epsilon);
  }
}

}  // namespace vernier::nn
