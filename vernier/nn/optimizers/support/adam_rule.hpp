#pragma once
// The update that adam and adamw share; they differ only in the default of weight_decay.
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/tensor/optimizer_kernels.hpp"

namespace vernier::nn {

/// The numbers of one of Adam's updates, without amsgrad's.
[[nodiscard]] kernels::AdamStep adam_step(double beta_1, double beta_2, double epsilon, const UpdateStep& step);

class AdamRule final : public Optimizer {
 public:
  /// `Options` is AdamOptions or AdamWOptions.
  template <class Options>
  explicit AdamRule(const Options& options)
      : Optimizer(OptimizerOptions::of(options)),
        beta_1_(options.beta_1),
        beta_2_(options.beta_2),
        epsilon_(options.epsilon),
        amsgrad_(options.amsgrad) {}

 protected:
  [[nodiscard]] std::size_t slot_count() const override { return amsgrad_ ? 3 : 2; }
  [[nodiscard]] bool takes_parts() const override { return true; }
  void begin_step(const UpdateStep& step) override;
  void update(std::span<float> weights, std::span<const float> gradients, const UpdateStep& step) override;

 private:
  double beta_1_;
  double beta_2_;
  double epsilon_;
  bool amsgrad_;
  kernels::AdamStep numbers_;  // of the present step
};

}  // namespace vernier::nn
