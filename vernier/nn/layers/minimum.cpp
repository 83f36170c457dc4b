#include "vernier/nn/layers/minimum.hpp"

#include "vernier/nn/layers/support/extremum_merge.hpp"

namespace vernier::nn {

const LayerInfo& layer_minimum() {
  static const LayerInfo info{.name = "minimum",
                              .summary = "the smallest of its inputs, element by element",
                              .cites = "keras/src/layers/merging/minimum.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, ExtremumMerge<false>, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
