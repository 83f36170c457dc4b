#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

Catalogue<LayerInfo>& layers() {
  static Catalogue<LayerInfo> catalogue("layer", builtin_layer_table());
  return catalogue;
}

std::unique_ptr<Layer> make_layer(const Component& component) {
  const LayerInfo& info = layers().get(component.name);
  info.options.check(component.options, fmt::format("layer '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier::nn
