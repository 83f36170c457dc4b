#pragma once
// A recurrent layer with a cell that gates fill, keep and read. Source: keras/src/layers/rnn/lstm.py, Keras 3
// (Hochreiter and Schmidhuber 1997; Gers, Schmidhuber and Cummins 2000).
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/nn/layers/support/recurrent_layer.hpp"

namespace vernier::nn {

/// With a = x kernel + h recurrent_kernel + bias, cut into i, f, c and o along the last axis: cell = s(f) cell + s(i)
/// t(c), h = s(o) t(cell), s the recurrent activation and t the activation. See RecurrentLayer for shapes, masks and
/// weights.
struct LSTMOptions {
  Index units = 1;
  Component activation = "tanh";
  Component recurrent_activation = "sigmoid";
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component recurrent_initializer = "orthogonal";
  Component bias_initializer = "zeros";
  bool unit_forget_bias = true;
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
  static void describe(OptionFields<LSTMOptions>& field) {
    RecurrentOptions::describe_common(field);
    field("recurrent_activation", &LSTMOptions::recurrent_activation, "of the gates").of("activations");
    field("unit_forget_bias", &LSTMOptions::unit_forget_bias, "whether the forget gate's bias begins with ones");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component LSTM(Index units, LSTMOptions options = {}) {
  options.units = units;
  return make_component("lstm", options);
}

}  // namespace vernier::nn
