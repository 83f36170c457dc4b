#pragma once
// Inputs one after another along an axis. Source: keras/src/layers/merging/concatenate.py, Keras 3.
#include "vernier/nn/layers/layer_options.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::nn {

struct ConcatenateOptions {
  Index axis = -1;  ///< from 1, since axis 0 is the batch, or from the end
  std::string name{};
  bool trainable = true;
  static void describe(OptionFields<ConcatenateOptions>& field) {
    field("axis", &ConcatenateOptions::axis, "from 1 (axis 0 is the batch), or negative from the end");
    describe_layer_options(field);
  }
};

[[nodiscard]] inline Component Concatenate(const ConcatenateOptions& options = {}) {
  return make_component("concatenate", options);
}

}  // namespace vernier::nn
