#pragma once
// The mean of its inputs. Source: keras/src/layers/merging/average.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Average(const MergeOptions& options = {}) { return make_component("average", options); }

}  // namespace vernier::nn
