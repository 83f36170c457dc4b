#pragma once
// The largest of its inputs, element by element. Source: keras/src/layers/merging/maximum.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Maximum(const MergeOptions& options = {}) { return make_component("maximum", options); }

}  // namespace vernier::nn
