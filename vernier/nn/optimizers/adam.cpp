#include "vernier/nn/optimizers/adam.hpp"

#include "vernier/nn/optimizers/support/adam_rule.hpp"

namespace vernier::nn {

const OptimizerInfo& optimizer_adam() {
  static const OptimizerInfo info{.name = "adam",
                                  .summary = "running means of the gradient and of its square",
                                  .cites = "Kingma, Ba 2015, arXiv 1412.6980; keras/src/optimizers/adam.py, Keras 3",
                                  .options = option_table<AdamOptions>(),
                                  .make = &make_with<Optimizer, AdamRule, AdamOptions>};
  return info;
}

}  // namespace vernier::nn
