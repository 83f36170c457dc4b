#pragma once
// Normalises every feature over the batch. Source: keras/src/layers/normalization/batch_normalization.py, Keras 3
// (Ioffe and Szegedy, ICML 2015).
#include "vernier/nn/layers/gamma_beta_options.hpp"
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Features lie along the last axis. Weights: gamma, beta, moving_mean, moving_variance (the last two are states). The
/// variance is the biased one, for normalising and for the moving average. Inference, and a layer that is not
/// trainable, use the moving statistics.
struct BatchNormalizationOptions {
  double momentum = 0.99;
  double epsilon = 1e-3;
  bool center = true;  ///< has a beta
  bool scale = true;   ///< has a gamma
  Component beta_initializer = "zeros";
  Component gamma_initializer = "ones";
  Component moving_mean_initializer = "zeros";
  Component moving_variance_initializer = "ones";
  Component beta_regularizer{};
  Component gamma_regularizer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<BatchNormalizationOptions>& field) {
    using O = BatchNormalizationOptions;
    field("momentum", &O::momentum, "share of the moving statistics that an update keeps").between(0, 1);
    field("epsilon", &O::epsilon, "added to the variance").above(0);
    field("moving_mean_initializer", &O::moving_mean_initializer, "how the moving mean begins").of("initializers");
    field("moving_variance_initializer", &O::moving_variance_initializer, "how the moving variance begins")
        .of("initializers");
    describe_gamma_and_beta(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component BatchNormalization(const BatchNormalizationOptions& options = {}) {
  return make_component("batch_normalization", options);
}

}  // namespace vernier::nn
