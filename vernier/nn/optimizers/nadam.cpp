#include "vernier/nn/optimizers/nadam.hpp"

#include <cmath>

#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {
namespace {

class NadamOptimizer final : public Optimizer {
 public:
  explicit NadamOptimizer(const NadamOptions& options)
      : Optimizer(OptimizerOptions::of(options)),
        beta_1_(options.beta_1),
        beta_2_(options.beta_2),
        epsilon_(options.epsilon) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return 2; }
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override {
    const auto t = static_cast<double>(step.iteration + 1);
    const double u = beta_1_ * (1.0 - 0.5 * std::pow(0.96, t));
    const double u_next = beta_1_ * (1.0 - 0.5 * std::pow(0.96, t + 1.0));
    if (step.iteration == 0) product_ = 1.0;
    product_ *= u;
    const kernels::NadamStep numbers{
        .rate = static_cast<float>(step.learning_rate),
        .rest_1 = static_cast<float>(1.0 - beta_1_),
        .rest_2 = static_cast<float>(1.0 - beta_2_),
        .mean_factor = static_cast<float>(u_next / (1.0 - product_ * u_next)),
        .gradient_factor = static_cast<float>((1.0 - u) / (1.0 - product_)),
        .variance_factor = 1.0F / (1.0F - std::pow(static_cast<float>(beta_2_), static_cast<float>(t))),
        .epsilon = static_cast<float>(epsilon_)};
    kernels::nadam_update(numbers, gradients, weights, slots()[0].values(), slots()[1].values());
  }
  [[nodiscard]] Json extra_state() const override { return {{"u_product", product_}}; }
  void restore_extra(const Json& state) override { product_ = state.at("u_product").get<double>(); }

 private:
  double beta_1_;
  double beta_2_;
  double epsilon_;
  double product_ = 1.0;
};

}  // namespace

const OptimizerInfo& optimizer_nadam() {
  static const OptimizerInfo info{.name = "nadam",
                                  .summary = "Adam with Nesterov momentum",
                                  .cites = "Dozat 2016; keras/src/optimizers/nadam.py, Keras 3",
                                  .options = option_table<NadamOptions>(),
                                  .make = &make_with<Optimizer, NadamOptimizer, NadamOptions>};
  return info;
}

}  // namespace vernier::nn
