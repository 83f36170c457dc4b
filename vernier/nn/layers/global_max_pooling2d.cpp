#include "vernier/nn/layers/global_max_pooling2d.hpp"

#include "vernier/nn/layers/support/global_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_global_max_pooling2d() {
  static const LayerInfo info{.name = "global_max_pooling2d",
                              .summary = "the largest cell of an image, channel by channel",
                              .cites = "keras/src/layers/pooling/global_max_pooling2d.py",
                              .aliases = {"global_max_pool2d"},
                              .options = option_table<GlobalPoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<GlobalMaxPooling, 2>, GlobalPoolingOptions>};
  return info;
}

}  // namespace vernier::nn
