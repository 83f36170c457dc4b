#pragma once
// Multiplies with normal noise of mean 1 while training. Source: keras/src/layers/regularization/gaussian_dropout.py,
// Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

/// The noise has the variance of the dropout of this rate: rate / (1 - rate).
struct GaussianDropoutOptions {
  double rate = 0.5;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<GaussianDropoutOptions>& field) {
    field("rate", &GaussianDropoutOptions::rate, "rate of the dropout of the same variance; below 1")
        .between(0, 1)
        .required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component GaussianDropout(double rate, GaussianDropoutOptions options = {}) {
  options.rate = rate;
  return make_component("gaussian_dropout", options);
}

}  // namespace vernier::nn
