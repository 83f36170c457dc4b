#pragma once
// A layer at every step of time. Source: keras/src/layers/rnn/time_distributed.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// (time, ...) becomes (time, what the layer makes of ...). Weights: those of the layer, named "<layer>/kernel" and so
/// on. All steps are one call of the layer, so that batch normalization takes its statistics over all of them.
struct TimeDistributedOptions {
  Component layer{};
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<TimeDistributedOptions>& field) {
    field("layer", &TimeDistributedOptions::layer, "the layer").of("layers").required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component TimeDistributed(Component layer, TimeDistributedOptions options = {}) {
  options.layer = std::move(layer);
  return make_component("time_distributed", options);
}

}  // namespace vernier::nn
