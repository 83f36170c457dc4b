#include "vernier/nn/sequential.hpp"

namespace vernier::nn {

Sequential Sequential::from_config(const Json& layers, ModelOptions options) {
  Sequential model(std::move(options));
  model.append_chain(layers);
  return model;
}

Sequential& Sequential::add(const Component& layer) {
  append(layer);
  return *this;
}

}  // namespace vernier::nn
