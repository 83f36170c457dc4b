#pragma once
// The product of its inputs. Source: keras/src/layers/merging/multiply.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Multiply(const MergeOptions& options = {}) {
  return make_component("multiply", options);
}

}  // namespace vernier::nn
