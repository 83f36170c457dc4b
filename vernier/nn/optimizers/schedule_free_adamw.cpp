#include "vernier/nn/optimizers/schedule_free_adamw.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {
namespace {

class ScheduleFreeAdamWOptimizer final : public Optimizer {
 public:
  explicit ScheduleFreeAdamWOptimizer(const ScheduleFreeAdamWOptions& options)
      : Optimizer(OptimizerOptions::of(options)), options_(options), beta_1_(static_cast<float>(options.beta_1)) {
    if (options.use_ema) {
      throw InvalidArgument("optimizer 'schedule_free_adamw' with use_ema", "one average of the weights",
                            "Leave use_ema out: it averages by itself.");
    }
  }

 protected:
  // v, z, x
  [[nodiscard]] std::size_t slot_count() const override { return 3; }
  void decay(std::span<float> weights, double rate) override {
    if (options_.weight_decay.value_or(0.0) == 0.0) return;
    const auto share = static_cast<float>(*options_.weight_decay * rate);
    const std::span<float> average = slots()[2].values();
    for (std::size_t i = 0; i < weights.size(); ++i) average[i] -= weights[i] * share / beta_1_;
  }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto t = static_cast<float>(step.iteration + 1);
    const double warmth =
        options_.warmup_steps == 0 ? 1.0 : static_cast<double>(t) / static_cast<double>(options_.warmup_steps);
    const auto rate = static_cast<float>(step.learning_rate * std::min(warmth, 1.0));
    const auto rest = static_cast<float>(1.0 - options_.beta_2);
    const float correction = 1.0F / (1.0F - std::pow(static_cast<float>(options_.beta_2), t));
    const auto epsilon = static_cast<float>(options_.epsilon);
    const std::span<float> squares = slots()[0].values();
    const std::span<float> free = slots()[1].values();
    const std::span<float> average = slots()[2].values();
    for (std::size_t i = 0; i < free.size(); ++i) {
      squares[i] += (gradients[i] * gradients[i] - squares[i]) * rest;
      free[i] -= rate * gradients[i] / (std::sqrt(squares[i] * correction) + epsilon);
      average[i] += (free[i] - average[i]) / t;
    }
    interpolate(weights);
  }

  [[nodiscard]] bool averages() const override { return true; }
  void show_trained(std::span<float> weights) override { interpolate(weights); }
  void show_average(std::span<float> weights) override { std::ranges::copy(slots()[2].values(), weights.begin()); }
  void restart(std::span<const float> weights) override {
    std::ranges::copy(weights, slots()[1].data());
    std::ranges::copy(weights, slots()[2].data());
  }

 private:
  void interpolate(std::span<float> weights) {
    const std::span<const float> free = slots()[1].values();
    const std::span<const float> average = slots()[2].values();
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = (1.0F - beta_1_) * free[i] + beta_1_ * average[i];
  }

  ScheduleFreeAdamWOptions options_;
  float beta_1_;
};

}  // namespace

const OptimizerInfo& optimizer_schedule_free_adamw() {
  static const OptimizerInfo info{
      .name = "schedule_free_adamw",
      .summary = "AdamW that averages its weights instead of lowering its rate",
      .cites = "Defazio et al. 2024, arXiv 2405.15682; keras/src/optimizers/schedule_free_adamw.py, Keras 3",
      .options = option_table<ScheduleFreeAdamWOptions>(),
      .make = &make_with<Optimizer, ScheduleFreeAdamWOptimizer, ScheduleFreeAdamWOptions>};
  return info;
}

}  // namespace vernier::nn
