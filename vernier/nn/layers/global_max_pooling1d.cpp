#include "vernier/nn/layers/global_max_pooling1d.hpp"

#include "vernier/nn/layers/support/global_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_global_max_pooling1d() {
  static const LayerInfo info{.name = "global_max_pooling1d",
                              .summary = "the largest cell of all steps, channel by channel",
                              .cites = "keras/src/layers/pooling/global_max_pooling1d.py",
                              .aliases = {"global_max_pool1d"},
                              .options = option_table<GlobalPoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<GlobalMaxPooling, 1>, GlobalPoolingOptions>};
  return info;
}

}  // namespace vernier::nn
