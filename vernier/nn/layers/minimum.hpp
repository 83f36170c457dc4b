#pragma once
// The smallest of its inputs, element by element. Source: keras/src/layers/merging/minimum.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Minimum(const MergeOptions& options = {}) { return make_component("minimum", options); }

}  // namespace vernier::nn
