#pragma once
// e^x over its sum along an axis. Source: keras/src/layers/activations/softmax.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

/// Masked steps get 0 and take no part in the sum.
struct SoftmaxOptions {
  Index axis = -1;
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<SoftmaxOptions>& field) {
    field("axis", &SoftmaxOptions::axis, "from 1 (axis 0 is the batch), or negative from the end");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Softmax(const SoftmaxOptions& options = {}) {
  return make_component("softmax", options);
}

}  // namespace vernier::nn
