#pragma once
// The mean of the steps that the mask counts. Source: keras/src/layers/pooling/global_average_pooling1d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component GlobalAveragePooling1D(const GlobalPoolingOptions& options = {}) {
  return make_component("global_average_pooling1d", options);
}

}  // namespace vernier::nn
