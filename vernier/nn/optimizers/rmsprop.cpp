#include "vernier/nn/optimizers/rmsprop.hpp"

#include <algorithm>
#include <cmath>

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
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const Run run{static_cast<float>(step.learning_rate), weights.size(), weights.data(), gradients.data()};
    if (centered_) {
      momentum_ > 0.0F ? pass<true, true>(run) : pass<true, false>(run);
    } else {
      momentum_ > 0.0F ? pass<false, true>(run) : pass<false, false>(run);
    }
  }

 private:
  struct Run {
    float rate;
    std::size_t size;
    float* w;
    const float* g;
  };
  template <bool centered, bool with_momentum>
  void pass(const Run& run) {
    float* v = slots()[0].data();
    float* mean = centered ? slots()[1].data() : nullptr;
    float* buffer = with_momentum ? slots()[centered ? 2 : 1].data() : nullptr;
    for (std::size_t i = 0; i < run.size; ++i) {
      const float g = run.g[i];
      v[i] = rho_ * v[i] + rest_ * (g * g);
      float denominator = v[i] + epsilon_;
      if constexpr (centered) {
        mean[i] = rho_ * mean[i] + rest_ * g;
        denominator = v[i] - mean[i] * mean[i] + epsilon_;
      }
      const float increment = run.rate * g / std::sqrt(denominator);
      if constexpr (with_momentum) {
        buffer[i] = momentum_ * buffer[i] + increment;
        run.w[i] -= buffer[i];
      } else {
        run.w[i] -= increment;
      }
    }
  }

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
