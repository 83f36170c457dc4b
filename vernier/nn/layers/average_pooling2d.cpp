#include "vernier/nn/layers/average_pooling2d.hpp"

#include "vernier/nn/layers/support/average_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_average_pooling2d() {
  static const LayerInfo info{.name = "average_pooling2d",
                              .summary = "the mean of windows over an image",
                              .cites = "keras/src/layers/pooling/average_pooling2d.py",
                              .aliases = {"avg_pool2d"},
                              .options = option_table<PoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<AveragePooling, 2>, PoolingOptions>};
  return info;
}

}  // namespace vernier::nn
