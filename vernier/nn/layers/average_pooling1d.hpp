#pragma once
// The mean of windows over steps. Source: keras/src/layers/pooling/average_pooling1d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component AveragePooling1D(const PoolingOptions& options = {}) {
  return make_component("average_pooling1d", options);
}

}  // namespace vernier::nn
