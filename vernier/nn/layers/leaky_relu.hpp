#pragma once
// X above 0, negative_slope * x below. Source: keras/src/layers/activations/leaky_relu.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct LeakyReLUOptions {
  double negative_slope = 0.3;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<LeakyReLUOptions>& field) {
    field("negative_slope", &LeakyReLUOptions::negative_slope, "slope below 0").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component LeakyReLU(const LeakyReLUOptions& options = {}) {
  return make_component("leaky_relu", options);
}

}  // namespace vernier::nn
