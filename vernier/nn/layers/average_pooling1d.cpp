#include "vernier/nn/layers/average_pooling1d.hpp"

#include "vernier/nn/layers/support/average_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_average_pooling1d() {
  static const LayerInfo info{.name = "average_pooling1d",
                              .summary = "the mean of windows over steps",
                              .cites = "keras/src/layers/pooling/average_pooling1d.py",
                              .aliases = {"avg_pool1d"},
                              .options = option_table<PoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<AveragePooling, 1>, PoolingOptions>};
  return info;
}

}  // namespace vernier::nn
