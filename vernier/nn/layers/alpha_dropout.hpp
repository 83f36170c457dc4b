#pragma once
// Dropout for selu: keeps mean 0 and variance 1. Source: keras/src/layers/regularization/alpha_dropout.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct AlphaDropoutOptions {
  double rate = 0.5;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<AlphaDropoutOptions>& field) {
    field("rate", &AlphaDropoutOptions::rate, "share of the inputs that is set to the limit of selu; below 1")
        .between(0, 1)
        .required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component AlphaDropout(double rate, AlphaDropoutOptions options = {}) {
  options.rate = rate;
  return make_component("alpha_dropout", options);
}

}  // namespace vernier::nn
