#pragma once
// X above 0, alpha * (e^x - 1) below. Source: keras/src/layers/activations/elu.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"

namespace vernier::nn {

struct ELUOptions {
  double alpha = 1.0;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ELUOptions>& field) {
    field("alpha", &ELUOptions::alpha, "minus the limit at minus infinity").at_least(0);
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component ELU(const ELUOptions& options = {}) { return make_component("elu", options); }

}  // namespace vernier::nn
