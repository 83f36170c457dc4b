#pragma once
// A fully connected layer: y = activation(x kernel + bias), along the last axis. Source:
// keras/src/layers/core/dense.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Weights: kernel (inputs, units), bias (units).
struct DenseOptions {
  Index units = 1;
  Component activation{};
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component bias_regularizer{};
  Component activity_regularizer{};  ///< of the output, divided by the number of samples
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<DenseOptions>& field) {
    field("units", &DenseOptions::units, "how many outputs").at_least(1).required();
    field("activation", &DenseOptions::activation, "what follows; none: linear").of("activations");
    field("use_bias", &DenseOptions::use_bias, "whether a bias is added");
    field("kernel_initializer", &DenseOptions::kernel_initializer, "how the kernel begins").of("initializers");
    field("bias_initializer", &DenseOptions::bias_initializer, "how the bias begins").of("initializers");
    field("kernel_regularizer", &DenseOptions::kernel_regularizer, "penalty on the kernel").of("regularizers");
    field("bias_regularizer", &DenseOptions::bias_regularizer, "penalty on the bias").of("regularizers");
    field("activity_regularizer", &DenseOptions::activity_regularizer, "penalty on the output").of("regularizers");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Dense(Index units, DenseOptions options = {}) {
  options.units = units;
  return make_component("dense", options);
}

}  // namespace vernier::nn
