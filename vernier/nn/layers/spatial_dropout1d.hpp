#pragma once
// Zeroes whole channels of all steps at random while training. Source:
// keras/src/layers/regularization/spatial_dropout.py, Keras 3 (Tompson et al. 2015).
#include "vernier/nn/layers/dropout.hpp"

namespace vernier::nn {

[[nodiscard]] inline Component SpatialDropout1D(double rate, DropoutOptions options = {}) {
  options.rate = rate;
  return make_component("spatial_dropout1d", options);
}

}  // namespace vernier::nn
