#pragma once
// A recurrent layer whose output is its state. Source: keras/src/layers/rnn/simple_rnn.py, Keras 3 (Elman 1990).
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/nn/layers/support/recurrent_layer.hpp"

namespace vernier::nn {

/// h = activation(x kernel + h recurrent_kernel + bias). See RecurrentLayer for shapes, masks and weights.
struct SimpleRNNOptions {
  Index units = 1;
  Component activation = "tanh";
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component recurrent_initializer = "orthogonal";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component recurrent_regularizer{};
  Component bias_regularizer{};
  double dropout = 0;
  double recurrent_dropout = 0;
  bool return_sequences = false;
  bool go_backwards = false;
  bool zero_output_for_mask = false;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<SimpleRNNOptions>& field) {
    RecurrentOptions::describe_common(field);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component SimpleRNN(Index units, SimpleRNNOptions options = {}) {
  options.units = units;
  return make_component("simple_rnn", options);
}

}  // namespace vernier::nn
