#pragma once
// Normalises every sample over its last axis. Source: keras/src/layers/normalization/layer_normalization.py, Keras 3
// (Ba, Kiros and Hinton 2016).
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Weights: gamma, beta. The variance is the biased one.
struct LayerNormalizationOptions {
  double epsilon = 1e-3;
  bool center = true;  ///< has a beta
  bool scale = true;   ///< has a gamma
  Component beta_initializer = "zeros";
  Component gamma_initializer = "ones";
  Component beta_regularizer{};
  Component gamma_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<LayerNormalizationOptions>& field) {
    using O = LayerNormalizationOptions;
    field("epsilon", &O::epsilon, "added to the variance").above(0);
    field("center", &O::center, "whether beta is added");
    field("scale", &O::scale, "whether gamma multiplies");
    field("beta_initializer", &O::beta_initializer, "how beta begins").of("initializers");
    field("gamma_initializer", &O::gamma_initializer, "how gamma begins").of("initializers");
    field("beta_regularizer", &O::beta_regularizer, "penalty on beta").of("regularizers");
    field("gamma_regularizer", &O::gamma_regularizer, "penalty on gamma").of("regularizers");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component LayerNormalization(const LayerNormalizationOptions& options = {}) {
  return make_component("layer_normalization", options);
}

}  // namespace vernier::nn
