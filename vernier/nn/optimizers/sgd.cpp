#include "vernier/nn/optimizers/sgd.hpp"

#include <algorithm>
#include <cmath>

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
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto rate = static_cast<float>(step.learning_rate);
    float* w = weights.data();
    const float* g = gradients.data();
    const std::size_t size = weights.size();
    if (momentum_ == 0.0F) {
      for (std::size_t i = 0; i < size; ++i) w[i] -= g[i] * rate;
      return;
    }
    float* v = slots()[0].data();
    const float momentum = momentum_;
    if (nesterov_) {
      for (std::size_t i = 0; i < size; ++i) {
        v[i] = v[i] * momentum - g[i] * rate;
        w[i] += v[i] * momentum - g[i] * rate;
      }
    } else {
      for (std::size_t i = 0; i < size; ++i) {
        v[i] = v[i] * momentum - g[i] * rate;
        w[i] += v[i];
      }
    }
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
