#include "vernier/nn/layers/global_average_pooling1d.hpp"

#include "vernier/nn/layers/support/global_pooling.hpp"

namespace vernier::nn {

const LayerInfo& layer_global_average_pooling1d() {
  static const LayerInfo info{.name = "global_average_pooling1d",
                              .summary = "the mean of the steps that the mask counts",
                              .cites = "keras/src/layers/pooling/global_average_pooling1d.py",
                              .aliases = {"global_avg_pool1d"},
                              .options = option_table<GlobalPoolingOptions>(),
                              .make = &make_with<Layer, PoolingOver<GlobalAveragePooling, 1>, GlobalPoolingOptions>};
  return info;
}

}  // namespace vernier::nn
