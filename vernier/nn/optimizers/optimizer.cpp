#include "vernier/nn/optimizers/optimizer.hpp"

namespace vernier::nn {

Catalogue<OptimizerInfo>& optimizers() {
  static Catalogue<OptimizerInfo> catalogue("optimizer", builtin_optimizer_table());
  return catalogue;
}

std::unique_ptr<Optimizer> make_optimizer(const Component& component) {
  const OptimizerInfo& info = optimizers().get(component.name);
  info.options.check(component.options, fmt::format("optimizer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
