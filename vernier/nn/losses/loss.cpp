#include "vernier/nn/losses/loss.hpp"

namespace vernier::nn {

Catalogue<LossInfo>& losses() {
  static Catalogue<LossInfo> catalogue("loss", builtin_loss_table());
  return catalogue;
}

std::unique_ptr<Loss> make_loss(const Component& component) {
  const LossInfo& info = losses().get(component.name);
  info.options.check(component.options, fmt::format("loss '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
