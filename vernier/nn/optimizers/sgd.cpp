#include "vernier/nn/optimizers/sgd.hpp"

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

class SgdOptimizer final : public Optimizer {
 public:
  explicit SgdOptimizer(const SgdOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        momentum_(static_cast<float>(options.momentum)),
        nesterov_(options.nesterov) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return momentum_ == 0.0F ? 0 : 1; }
  [[nodiscard]] bool takes_parts() const override { return true; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const kernels::SgdStep numbers{static_cast<float>(step.learning_rate), momentum_, nesterov_};
    kernels::sgd_update(numbers, gradients, weights, momentum_ == 0.0F ? std::span<float>() : slot(0));
  }

 private:
  float momentum_;
  bool nesterov_;
};

}  // namespace

const OptimizerInfo& optimizer_sgd() {
  static const OptimizerInfo info{.name = "sgd",
                                  .summary = "gradient descent, with momentum or Nesterov momentum",
                                  .cites = "Nesterov 1983; Sutskever et al. 2013; keras/src/optimizers/sgd.py, Keras 3",
                                  .options = option_table<SgdOptions>(),
                                  .make = &make_with<Optimizer, SgdOptimizer, SgdOptions>};
  return info;
}

}  // namespace vernier::nn
