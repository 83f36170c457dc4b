#pragma once
// Adds normal noise while training. Source: keras/src/layers/regularization/gaussian_noise.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct GaussianNoiseOptions {
  double stddev = 0.1;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<GaussianNoiseOptions>& field) {
    field("stddev", &GaussianNoiseOptions::stddev, "standard deviation of the noise").between(0, 1).required();
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component GaussianNoise(double stddev, GaussianNoiseOptions options = {}) {
  options.stddev = stddev;
  return make_component("gaussian_noise", options);
}

}  // namespace vernier::nn
