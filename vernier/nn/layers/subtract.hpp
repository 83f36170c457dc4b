#pragma once
// The first input less the second. Source: keras/src/layers/merging/subtract.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Subtract(const MergeOptions& options = {}) {
  return make_component("subtract", options);
}

}  // namespace vernier::nn
