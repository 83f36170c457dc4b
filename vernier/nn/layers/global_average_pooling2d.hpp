#pragma once
// The mean of an image, channel by channel. Source: keras/src/layers/pooling/global_average_pooling2d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component GlobalAveragePooling2D(const GlobalPoolingOptions& options = {}) {
  return make_component("global_average_pooling2d", options);
}

}  // namespace vernier::nn
