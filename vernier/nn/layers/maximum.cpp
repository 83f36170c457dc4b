#include "vernier/nn/layers/maximum.hpp"

#include "vernier/nn/layers/support/extremum_merge.hpp"

namespace vernier::nn {

const LayerInfo& layer_maximum() {
  static const LayerInfo info{.name = "maximum",
                              .summary = "the largest of its inputs, element by element",
                              .cites = "keras/src/layers/merging/maximum.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, ExtremumMerge<true>, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
