#include "vernier/nn/optimizers/adagrad.hpp"

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

class AdagradOptimizer final : public Optimizer {
 public:
  explicit AdagradOptimizer(const AdagradOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        initial_(static_cast<float>(options.initial_accumulator_value)),
        epsilon_(static_cast<float>(options.epsilon)) {
    if (initial_ + epsilon_ == 0.0F) {
      throw InvalidArgument("optimizer 'adagrad': initial_accumulator_value and epsilon are both 0",
                            "one of them above 0, or a gradient of 0 would give NaN");
    }
  }

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return 1; }
  [[nodiscard]] float slot_initial(std::size_t /*slot*/) const override { return initial_; }
  [[nodiscard]] bool takes_parts() const override { return true; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    kernels::adagrad_update(static_cast<float>(step.learning_rate), epsilon_, gradients, weights, slot(0));
  }

 private:
  float initial_;
  float epsilon_;
};

}  // namespace

const OptimizerInfo& optimizer_adagrad() {
  static const OptimizerInfo info{.name = "adagrad",
                                  .summary = "divides the gradient by the root of the sum of its squares",
                                  .cites = "Duchi, Hazan, Singer 2011; keras/src/optimizers/adagrad.py, Keras 3",
                                  .options = option_table<AdagradOptions>(),
                                  .make = &make_with<Optimizer, AdagradOptimizer, AdagradOptions>};
  return info;
}

}  // namespace vernier::nn
