#include "vernier/nn/optimizers/adadelta.hpp"

#include <cmath>

namespace vernier::nn {
namespace {

class AdadeltaOptimizer final : public Optimizer {
 public:
  explicit AdadeltaOptimizer(const AdadeltaOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        rho_(static_cast<float>(options.rho)),
        rest_(static_cast<float>(1.0 - options.rho)),
        epsilon_(static_cast<float>(options.epsilon)) {}

 protected:
  // the means of the squared gradients and of the squared changes
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto rate = static_cast<float>(step.learning_rate);
    const std::span<float> squares = slots()[0].values();
    const std::span<float> changes = slots()[1].values();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      squares[i] = rho_ * squares[i] + rest_ * (gradients[i] * gradients[i]);
      const float change = -gradients[i] * std::sqrt(changes[i] + epsilon_) / std::sqrt(squares[i] + epsilon_);
      changes[i] = rho_ * changes[i] + rest_ * (change * change);
      weights[i] += rate * change;
    }
  }

 private:
  float rho_;
  float rest_;
  float epsilon_;
};

}  // namespace

const OptimizerInfo& optimizer_adadelta() {
  static const OptimizerInfo info{.name = "adadelta",
                                  .summary = "steps as long as those so far, in units of the gradients so far",
                                  .cites = "Zeiler 2012, arXiv 1212.5701; keras/src/optimizers/adadelta.py, Keras 3",
                                  .options = option_table<AdadeltaOptions>(),
                                  .make = &make_with<Optimizer, AdadeltaOptimizer, AdadeltaOptions>};
  return info;
}

}  // namespace vernier::nn
