#include "vernier/nn/layers/spatial_dropout1d.hpp"

#include "vernier/nn/layers/support/spatial_dropout.hpp"

namespace vernier::nn {

const LayerInfo& layer_spatial_dropout1d() {
  static const LayerInfo info{.name = "spatial_dropout1d",
                              .summary = "zeroes whole channels of all steps at random while training",
                              .cites = "Tompson et al., CVPR 2015; keras/src/layers/regularization/spatial_dropout.py",
                              .options = option_table<DropoutOptions>(),
                              .make = &make_with<Layer, SpatialDropout<1>, DropoutOptions>};
  return info;
}

}  // namespace vernier::nn
