#include "vernier/nn/layers/max_pooling1d.hpp"

#include "vernier/nn/layers/support/max_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_max_pooling1d() {
  static const LayerInfo info{.name = "max_pooling1d",
                              .summary = "the largest cell of windows over steps",
                              .cites = "keras/src/layers/pooling/max_pooling1d.py",
                              .aliases = {"max_pool1d"},
                              .options = option_table<PoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<MaxPooling, 1>, PoolingOptions>};
  return info;
}

}  // namespace vernier::nn
