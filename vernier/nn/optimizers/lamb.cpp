#include "vernier/nn/optimizers/lamb.hpp"

#include <cmath>

#include "vernier/nn/optimizers/support/sum_of_squares.hpp"

namespace vernier::nn {
namespace {

class LambOptimizer final : public Optimizer {
 public:
  explicit LambOptimizer(const LambOptions& options) : Optimizer(OptimizerOptions::of(options)), options_(options) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto t = static_cast<float>(step.iteration + 1);
    const auto rest_1 = static_cast<float>(1.0 - options_.beta_1);
    const auto rest_2 = static_cast<float>(1.0 - options_.beta_2);
    const float mean_factor = 1.0F / (1.0F - std::pow(static_cast<float>(options_.beta_1), t));
    const float square_factor = 1.0F / (1.0F - std::pow(static_cast<float>(options_.beta_2), t));
    const auto epsilon = static_cast<float>(options_.epsilon);
    for (const VariableRange& variable : variables()) {
      const std::span<float> w = weights.subspan(variable.begin, variable.size);
      const std::span<const float> g = gradients.subspan(variable.begin, variable.size);
      const std::span<float> mean = slots()[0].values().subspan(variable.begin, variable.size);
      const std::span<float> squares = slots()[1].values().subspan(variable.begin, variable.size);
      const auto direction = [&](std::size_t i) {
        return mean[i] * mean_factor / (std::sqrt(squares[i] * square_factor) + epsilon);
      };
      for (std::size_t i = 0; i < w.size(); ++i) {
        mean[i] += (g[i] - mean[i]) * rest_1;
        squares[i] += (g[i] * g[i] - squares[i]) * rest_2;
      }
      const double norm = sum_of_squares_of(w.size(), direction);
      const double weight_norm = kernels::sum_of_squares(w);
      const double ratio = weight_norm > 0.0 && norm > 0.0 ? std::sqrt(weight_norm / norm) : 1.0;
      const auto rate = static_cast<float>(step.learning_rate * ratio);
      for (std::size_t i = 0; i < w.size(); ++i) w[i] -= rate * direction(i);
    }
  }

 private:
  LambOptions options_;
};

}  // namespace

const OptimizerInfo& optimizer_lamb() {
  static const OptimizerInfo info{
      .name = "lamb",
      .summary = "Adam whose step is as long as the variable times the rate, for large batches",
      .cites = "You et al. 2020, arXiv 1904.00962; keras/src/optimizers/lamb.py, Keras 3",
      .options = option_table<LambOptions>(),
      .make = &make_with<Optimizer, LambOptimizer, LambOptions>};
  return info;
}

}  // namespace vernier::nn
