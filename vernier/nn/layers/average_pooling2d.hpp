#pragma once
// The mean of windows over an image. Source: keras/src/layers/pooling/average_pooling2d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component AveragePooling2D(const PoolingOptions& options = {}) {
  return make_component("average_pooling2d", options);
}

}  // namespace vernier::nn
