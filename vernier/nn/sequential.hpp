#pragma once
// A plain chain of layers. Source: keras/src/models/sequential.py, Keras 3.
#include "vernier/nn/model.hpp"

namespace vernier::nn {

/// The first layer may be Input({100}); without one the model is built when it first meets data.
class Sequential : public Model {
 public:
  explicit Sequential(ModelOptions options = {}) : Model(std::move(options)) {}
  /// [{"dense": {"units": 64, "activation": "relu"}}, {"dropout": 0.5}, ...]
  [[nodiscard]] static Sequential from_config(const Json& layers, ModelOptions options = {});

  /// Appends a layer. Throws InvalidArgument for an unknown layer or option, or shapes that do not fit.
  Sequential& add(const Component& layer);
};

}  // namespace vernier::nn
