#include "vernier/nn/layers/max_pooling2d.hpp"

#include "vernier/nn/layers/support/max_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_max_pooling2d() {
  static const LayerInfo info{.name = "max_pooling2d",
                              .summary = "the largest cell of windows over an image",
                              .cites = "keras/src/layers/pooling/max_pooling2d.py",
                              .aliases = {"max_pool2d"},
                              .options = option_table<PoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<MaxPooling, 2>, PoolingOptions>};
  return info;
}

}  // namespace vernier::nn
