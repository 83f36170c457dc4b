#pragma once
// A recurrent layer whose gates mix the state with a new one. Source: keras/src/layers/rnn/gru.py, Keras 3 (Cho et al.
// 2014).
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/nn/layers/support/recurrent_layer.hpp"

namespace vernier::nn {

/// With gates z, r and h along the last axis of the kernels, s the recurrent activation and t the activation:
/// z = s(.), r = s(.), new = t(x kernel_h + r (h recurrent_kernel_h)), h = z h + (1 - z) new. With reset_after the bias
/// is (2, 3 units), of the inputs and of the state; without it r multiplies the state before the product. See
/// RecurrentLayer for shapes, masks and weights.
struct GRUOptions {
  Index units = 1;
  Component activation = "tanh";
  Component recurrent_activation = "sigmoid";
  bool use_bias = true;
  Component kernel_initializer = "glorot_uniform";
  Component recurrent_initializer = "orthogonal";
  Component bias_initializer = "zeros";
  Component kernel_regularizer{};
  Component recurrent_regularizer{};
  Component bias_regularizer{};
  double dropout = 0;
  double recurrent_dropout = 0;
  bool reset_after = true;
  bool return_sequences = false;
  bool go_backwards = false;
  bool zero_output_for_mask = false;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<GRUOptions>& field) {
    RecurrentOptions::describe_common(field);
    field("recurrent_activation", &GRUOptions::recurrent_activation, "of the gates").of("activations");
    field("reset_after", &GRUOptions::reset_after, "whether r multiplies after the product with the state");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component GRU(Index units, GRUOptions options = {}) {
  options.units = units;
  return make_component("gru", options);
}

}  // namespace vernier::nn
