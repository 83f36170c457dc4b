#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {

Catalogue<ActivationInfo>& activations() {
  static Catalogue<ActivationInfo> catalogue("activation", builtin_activation_table());
  return catalogue;
}

std::unique_ptr<Activation> make_activation(const Component& component) {
  if (component.empty() || component.name == "linear") return nullptr;
  const ActivationInfo& info = activations().get(component.name);
  info.options.check(component.options, fmt::format("activation '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
