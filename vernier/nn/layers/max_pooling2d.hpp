#pragma once
// The largest cell of windows over an image. Source: keras/src/layers/pooling/max_pooling2d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component MaxPooling2D(const PoolingOptions& options = {}) {
  return make_component("max_pooling2d", options);
}

}  // namespace vernier::nn
