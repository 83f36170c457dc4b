#include "vernier/nn/regularizers/regularizer.hpp"

namespace vernier::nn {

Catalogue<RegularizerInfo>& regularizers() {
  static Catalogue<RegularizerInfo> catalogue("regularizer", builtin_regularizer_table());
  return catalogue;
}

std::unique_ptr<Regularizer> make_regularizer(const Component& component) {
  if (component.empty()) return nullptr;
  const RegularizerInfo& info = regularizers().get(component.name);
  info.options.check(component.options, fmt::format("regularizer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
