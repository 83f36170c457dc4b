#pragma once
// A recurrent layer from both ends. Source: keras/src/layers/rnn/bidirectional.py, Keras 3 (Schuster and Paliwal 1997).
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// The layer, and another one of the same options with go_backwards, whose sequence is turned round again before the
/// two are merged. Weights: those of "forward_<layer>", then those of "backward_<layer>". With return_sequences a
/// masked step gives zeros.
struct BidirectionalOptions {
  Component layer{};
  std::string merge_mode = "concat";
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<BidirectionalOptions>& field) {
    using O = BidirectionalOptions;
    field("layer", &O::layer, "a recurrent layer").of("layers").required();
    field("merge_mode", &O::merge_mode, "how the two outputs are joined").one_of({"concat", "sum", "mul", "ave"});
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Bidirectional(Component layer, BidirectionalOptions options = {}) {
  options.layer = std::move(layer);
  return make_component("bidirectional", options);
}

}  // namespace vernier::nn
