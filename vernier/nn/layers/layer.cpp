#include "vernier/nn/layers/layer.hpp"

namespace vernier::nn {

Catalogue<LayerInfo>& layers() {
  static Catalogue<LayerInfo> catalogue("layer", builtin_layer_table());
  return catalogue;
}

std::unique_ptr<Layer> make_layer(const Component& component) {
  const LayerInfo& info = layers().get(component.name);
  info.options.check(component.options, fmt::format("layer '{}'", info.name));
  std::unique_ptr<Layer> layer = info.make(component.options);
  layer->set_name(component.options.value("name", std::string()));
  layer->set_trainable(component.options.value("trainable", true));
  return layer;
}

std::span<float> Context::buffer(std::size_t k, Index size) {
  if (k >= buffers_.size()) buffers_.resize(k + 1);
  if (buffers_[k].empty() || buffers_[k].size() < size) buffers_[k] = Tensor({size});
  return {buffers_[k].data(), static_cast<std::size_t>(size)};
}

Context& Context::child(std::size_t k) {
  while (k >= children_.size()) children_.push_back(std::make_unique<Context>());
  return *children_[k];
}

}  // namespace vernier::nn
