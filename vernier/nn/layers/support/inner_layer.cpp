#include "vernier/nn/layers/support/inner_layer.hpp"

#include <fmt/core.h>

namespace vernier::nn {

InnerLayer::InnerLayer(const Component& component) : layer_(make_layer(component)) {
  const auto [fewest, most] = layer_->input_count();
  if (fewest > 1 || most < 1) {
    throw InvalidArgument(fmt::format("a layer '{}' of {} inputs in another layer", component.name, fewest),
                          "a layer of one input");
  }
  if (layer_->mask_role() == MaskRole::makes) {
    throw InvalidArgument(fmt::format("a layer '{}' that makes a mask in another layer", component.name),
                          "a layer that makes none", "Put it before the other layer.");
  }
}

Shape InnerLayer::build(const Shape& input, const std::string& name, std::vector<Weight>& weights) {
  const Shape output = layer_->build(std::span<const Shape>(&input, 1));
  first_ = weights.size();
  for (const Weight& inner : layer_->weights()) {
    weights.push_back(inner);
    weights.back().name = name + "/" + inner.name;
    weights.back().trainable = inner.trainable && layer_->trainable();
  }
  return output;
}

void InnerLayer::lend(const std::vector<Weight>& weights) const {
  for (std::size_t i = 0; i < layer_->weights().size(); ++i) {
    layer_->weights()[i].value = weights[first_ + i].value;
    layer_->weights()[i].gradient = weights[first_ + i].gradient;
    layer_->weights()[i].rows = weights[first_ + i].rows;
  }
}

void InnerLayer::forward(Context& child, const std::vector<Weight>& weights) const {
  lend(weights);
  layer_->forward(child);
}

void InnerLayer::backward(Context& child, const std::vector<Weight>& weights) const {
  lend(weights);
  layer_->backward(child);
}

}  // namespace vernier::nn
