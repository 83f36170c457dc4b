#include "vernier/nn/optimizers/ftrl.hpp"

#include <algorithm>
#include <cmath>

namespace vernier::nn {
namespace {

class FtrlOptimizer final : public Optimizer {
 public:
  explicit FtrlOptimizer(const FtrlOptions& options) : Optimizer(OptimizerOptions::of(options)), options_(options) {
    if (options.initial_accumulator_value + options.l2_regularization_strength + options.beta == 0.0) {
      throw InvalidArgument(
          "optimizer 'ftrl': initial_accumulator_value, l2_regularization_strength and beta are all 0",
          "one of them above 0, or a gradient of 0 would give NaN");
    }
  }

 protected:
  // the sum of the squared gradients, and z
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  [[nodiscard]] float slot_initial(std::size_t slot) const override {
    return slot == 0 ? static_cast<float>(options_.initial_accumulator_value) : 0.0F;
  }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto power = static_cast<float>(-options_.learning_rate_power);
    if (power == 0.5F) {
      update_by(weights, gradients, step, [](float squares) { return std::sqrt(squares); });
    } else {
      update_by(weights, gradients, step, [power](float squares) { return std::pow(squares, power); });
    }
  }

 private:
  template <class Power>
  void update_by(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step, Power power) {
    const auto rate = static_cast<float>(step.learning_rate);
    const auto l1 = static_cast<float>(options_.l1_regularization_strength);
    const auto l2 = static_cast<float>(2.0 * options_.l2_regularization_strength + options_.beta / step.learning_rate);
    const auto shrinkage = static_cast<float>(2.0 * options_.l2_shrinkage_regularization_strength);
    const std::span<float> squares = slots()[0].values();
    const std::span<float> linear = slots()[1].values();
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const float before = power(squares[i]);
      squares[i] += gradients[i] * gradients[i];
      const float after = power(squares[i]);
      linear[i] += gradients[i] + shrinkage * weights[i] - (after - before) / rate * weights[i];
      const float kept = std::min(std::max(linear[i], -l1), l1);
      weights[i] = (kept - linear[i]) / (after / rate + l2);
    }
  }

  FtrlOptions options_;
};

}  // namespace

const OptimizerInfo& optimizer_ftrl() {
  static const OptimizerInfo info{.name = "ftrl",
                                  .summary = "follow the regularized leader: sparse weights for sparse inputs",
                                  .cites = "McMahan et al. 2013; keras/src/optimizers/ftrl.py, Keras 3",
                                  .options = option_table<FtrlOptions>(),
                                  .make = &make_with<Optimizer, FtrlOptimizer, FtrlOptions>};
  return info;
}

}  // namespace vernier::nn
