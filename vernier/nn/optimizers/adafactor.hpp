#pragma once
// Adam without momentum whose squares are kept as row and column means (g: gradient, t: updates, this one included):
//   rate = max(epsilon_2, rms(w)) * min(learning_rate, 1 / sqrt(t));  b = 1 - t^beta_2_decay;  s = g^2 + epsilon_1
//   two axes and more: r = b * r + (1 - b) * mean of s over the last axis;  c the same over the last but one;
//                      v = r / mean(r) * c
//   fewer:             v = b * v + (1 - b) * s
//   u = g / sqrt(v);  w -= rate * u / max(1, rms(u) / clip_threshold)
// rms is that of the variable. Keras's relative_step changes nothing there (the rate has that bound in any case), so it
// is no option here.
// Source: keras/src/optimizers/adafactor.py, Keras 3; Shazeer, Stern 2018, arXiv 1804.04235.
#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

struct AdafactorOptions {
  Component learning_rate = 0.001;
  double beta_2_decay = -0.8;
  double epsilon_1 = 1e-30;
  double epsilon_2 = 1e-3;
  double clip_threshold = 1.0;
  std::optional<double> weight_decay{};
  std::optional<double> clipnorm{};
  std::optional<double> global_clipnorm{};
  std::optional<double> clipvalue{};
  bool use_ema = false;
  double ema_momentum = 0.99;
  std::optional<std::int64_t> ema_overwrite_frequency{};
  std::optional<std::int64_t> gradient_accumulation_steps{};
  static void describe(OptionFields<AdafactorOptions>& field) {
    OptimizerOptions::describe_common(field);
    field("beta_2_decay", &AdafactorOptions::beta_2_decay, "the means decay by 1 - t^beta_2_decay").at_most(0);
    field("epsilon_1", &AdafactorOptions::epsilon_1, "added to the squared gradient").at_least(1e-37);
    field("epsilon_2", &AdafactorOptions::epsilon_2, "smallest size of a variable that the rate is multiplied by")
        .at_least(0);
    field("clip_threshold", &AdafactorOptions::clip_threshold, "largest root mean square of a variable's update")
        .above(0);
  }
};

[[nodiscard]] inline Component Adafactor(const AdafactorOptions& options = {}) {
  return make_component("adafactor", options);
}

}  // namespace vernier::nn
