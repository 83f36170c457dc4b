#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {

Catalogue<InitializerInfo>& initializers() {
  static Catalogue<InitializerInfo> catalogue("initializer", builtin_initializer_table());
  return catalogue;
}

std::unique_ptr<Initializer> make_initializer(const Component& component) {
  const InitializerInfo& info = initializers().get(component.name);
  info.options.check(component.options, fmt::format("initializer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
