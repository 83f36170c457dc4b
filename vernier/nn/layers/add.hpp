#pragma once
// The sum of its inputs. Source: keras/src/layers/merging/add.py, Keras 3.
#include "vernier/nn/layers/support/merge_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component Add(const MergeOptions& options = {}) { return make_component("add", options); }

}  // namespace vernier::nn
