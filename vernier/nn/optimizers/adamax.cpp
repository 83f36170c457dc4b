#include "vernier/nn/optimizers/adamax.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {
namespace {

class AdamaxOptimizer final : public Optimizer {
 public:
  explicit AdamaxOptimizer(const AdamaxOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        beta_1_(options.beta_1),
        beta_2_(static_cast<float>(options.beta_2)),
        epsilon_(static_cast<float>(options.epsilon)) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const float power = std::pow(static_cast<float>(beta_1_), static_cast<float>(step.iteration + 1));
    const auto rate = static_cast<float>(step.learning_rate) / (1.0F - power);
    const auto rest = static_cast<float>(1.0 - beta_1_);
    const std::span<float> mean = slots()[0].values();
    const std::span<float> largest = slots()[1].values();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      mean[i] += (gradients[i] - mean[i]) * rest;
      largest[i] = std::max(beta_2_ * largest[i], std::abs(gradients[i]));
      weights[i] -= rate * mean[i] / (largest[i] + epsilon_);
    }
  }

 private:
  double beta_1_;
  float beta_2_;
  float epsilon_;
};

}  // namespace

const OptimizerInfo& optimizer_adamax() {
  static const OptimizerInfo info{.name = "adamax",
                                  .summary = "Adam with the largest gradient in place of the root of the mean square",
                                  .cites = "Kingma, Ba 2015, arXiv 1412.6980; keras/src/optimizers/adamax.py, Keras 3",
                                  .options = option_table<AdamaxOptions>(),
                                  .make = &make_with<Optimizer, AdamaxOptimizer, AdamaxOptions>};
  return info;
}

}  // namespace vernier::nn
