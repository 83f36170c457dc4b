#include "vernier/nn/optimizers/adamw.hpp"

#include "vernier/nn/optimizers/support/adam_rule.hpp"

namespace vernier::nn {

const OptimizerInfo& optimizer_adamw() {
  static const OptimizerInfo info{
      .name = "adamw",
      .summary = "Adam with decoupled weight decay",
      .cites = "Loshchilov, Hutter 2019, arXiv 1711.05101; keras/src/optimizers/adamw.py, Keras 3",
      .options = option_table<AdamWOptions>(),
      .make = &make_with<Optimizer, AdamRule, AdamWOptions>};
  return info;
}

}  // namespace vernier::nn
