#include "vernier/nn/layers/spatial_dropout2d.hpp"

#include "vernier/nn/layers/support/spatial_dropout.hpp"

namespace vernier::nn {

const LayerInfo& layer_spatial_dropout2d() {
  static const LayerInfo info{.name = "spatial_dropout2d",
                              .summary = "zeroes whole channels of an image at random while training",
                              .cites = "Tompson et al., CVPR 2015; keras/src/layers/regularization/spatial_dropout.py",
                              .options = option_table<DropoutOptions>(),
                              .make = &make_with<Layer, SpatialDropout<2>, DropoutOptions>};
  return info;
}

}  // namespace vernier::nn
