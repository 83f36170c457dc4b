#pragma once
// Zeroes a share of its inputs at random while training. Source: keras/src/layers/regularization/dropout.py, Keras 3
// (Srivastava et al., JMLR 15, 2014).
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// What is kept is scaled by 1 / (1 - rate), so that inference is the identity.
struct DropoutOptions {
  double rate = 0.5;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<DropoutOptions>& field) {
    field("rate", &DropoutOptions::rate, "share of the inputs that is zeroed").between(0, 1).required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Dropout(double rate, DropoutOptions options = {}) {
  options.rate = rate;
  return make_component("dropout", options);
}

}  // namespace vernier::nn
