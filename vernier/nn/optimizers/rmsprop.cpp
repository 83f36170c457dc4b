#include "vernier/nn/optimizers/rmsprop.hpp"

#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

class RmspropOptimizer final : public Optimizer {
 public:
  explicit RmspropOptimizer(const RmspropOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        rho_(static_cast<float>(options.rho)),
        rest_(static_cast<float>(1.0 - options.rho)),
        momentum_(static_cast<float>(options.momentum)),
        epsilon_(static_cast<float>(options.epsilon)),
        centered_(options.centered) {}

 protected:
  // velocity, then the mean gradient where centered, then the momentum where there is one
  [[nodiscard]] std::size_t slot_count() const override {
    return 1 + (centered_ ? 1U : 0U) + (momentum_ > 0.0F ? 1U : 0U);
  }
  [[nodiscard]] bool takes_parts() const override { return true; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const kernels::RmspropStep numbers{static_cast<float>(step.learning_rate), rho_, rest_, momentum_, epsilon_};
    const auto optional = [this](bool wanted, std::size_t k) { return wanted ? slot(k) : std::span<float>(); };
    kernels::rmsprop_update(numbers, gradients, weights, slot(0), optional(centered_, 1),
                            optional(momentum_ > 0.0F, centered_ ? 2 : 1));
  }

 private:
  float rho_;
  float rest_;
  float momentum_;
  float epsilon_;
  bool centered_;
};

}  // namespace

const OptimizerInfo& optimizer_rmsprop() {
  static const OptimizerInfo info{
      .name = "rmsprop",
      .summary = "divides the gradient by the root of the running mean of its square",
      .cites =
          "Hinton, Srivastava, Swersky 2012; Graves 2013, arXiv 1308.0850; keras/src/optimizers/rmsprop.py, Keras 3",
      .options = option_table<RmspropOptions>(),
      .make = &make_with<Optimizer, RmspropOptimizer, RmspropOptions>};
  return info;
}

}  // namespace vernier::nn
