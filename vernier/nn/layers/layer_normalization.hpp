#pragma once
// Normalises every sample over its last axis. Source: keras/src/layers/normalization/layer_normalization.py, Keras 3
// (Ba, Kiros and Hinton 2016).
#include "vernier/nn/layers/gamma_beta_options.hpp"
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
    describe_gamma_and_beta(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component LayerNormalization(const LayerNormalizationOptions& options = {}) {
  return make_component("layer_normalization", options);
}

}  // namespace vernier::nn
