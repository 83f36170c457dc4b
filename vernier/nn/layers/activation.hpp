#pragma once
// An activation function as a layer. Source: keras/src/layers/activations/activation.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct ActivationOptions {
  Component activation{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ActivationOptions>& field) {
    field("activation", &ActivationOptions::activation, "the function").of("activations").required();
    describe_layer_options(field);
  }
};

/// The class Activation is the function itself; hence the longer name.
[[nodiscard]] inline Component ActivationLayer(Component activation, ActivationOptions options = {}) {
  options.activation = std::move(activation);
  return make_component("activation", options);
}

}  // namespace vernier::nn
