#include "vernier/nn/optimizers/lion.hpp"

namespace vernier::nn {
namespace {

class LionOptimizer final : public Optimizer {
 public:
  explicit LionOptimizer(const LionOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        beta_1_(static_cast<float>(options.beta_1)),
        beta_2_(static_cast<float>(options.beta_2)) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return 1; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto rate = static_cast<float>(step.learning_rate);
    const std::span<float> momentum = slots()[0].values();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const float direction = momentum[i] * beta_1_ + gradients[i] * (1.0F - beta_1_);
      const float sign = static_cast<float>(direction > 0.0F) - static_cast<float>(direction < 0.0F);
      weights[i] -= rate * (direction == direction ? sign : direction);  // NaN stays NaN
      momentum[i] = momentum[i] * beta_2_ + gradients[i] * (1.0F - beta_2_);
    }
  }

 private:
  float beta_1_;
  float beta_2_;
};

}  // namespace

const OptimizerInfo& optimizer_lion() {
  static const OptimizerInfo info{.name = "lion",
                                  .summary = "the sign of a momentum",
                                  .cites = "Chen et al. 2023, arXiv 2302.06675; keras/src/optimizers/lion.py, Keras 3",
                                  .options = option_table<LionOptions>(),
                                  .make = &make_with<Optimizer, LionOptimizer, LionOptions>};
  return info;
}

}  // namespace vernier::nn
