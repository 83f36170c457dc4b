#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {

Catalogue<InitializerInfo>& initializers() {
  static Catalogue<InitializerInfo> catalogue("initializer", builtin_initializer_table());
  return catalogue;
}

Fans compute_fans(const Shape& shape) {
  if (shape.rank() == 0) return {};
  if (shape.rank() == 1) return {static_cast<double>(shape[0]), static_cast<double>(shape[0])};
  double receptive_field = 1;
  for (std::size_t axis = 0; axis + 2 < shape.rank(); ++axis) receptive_field *= static_cast<double>(shape[axis]);
  return {receptive_field * static_cast<double>(shape[shape.rank() - 2]),
          receptive_field * static_cast<double>(shape.back())};
}

std::unique_ptr<Initializer> make_initializer(const Component& component) {
  const InitializerInfo& info = initializers().get(component.name);
  info.options.check(component.options, fmt::format("initializer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
