#pragma once
// The largest cell of windows over steps. Source: keras/src/layers/pooling/max_pooling1d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component MaxPooling1D(const PoolingOptions& options = {}) {
  return make_component("max_pooling1d", options);
}

}  // namespace vernier::nn
