#pragma once
// The largest cell of all steps, channel by channel. Source: keras/src/layers/pooling/global_max_pooling1d.py, Keras 3.
#include "vernier/nn/layers/support/pooling_options.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component GlobalMaxPooling1D(const GlobalPoolingOptions& options = {}) {
  return make_component("global_max_pooling1d", options);
}

}  // namespace vernier::nn
