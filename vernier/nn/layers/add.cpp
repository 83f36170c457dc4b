#include "vernier/nn/layers/add.hpp"

#include "vernier/nn/layers/support/sum_merge.hpp"

namespace vernier::nn {
namespace {

class AddLayer final : public SumMerge {
  [[nodiscard]] Factors factors(std::size_t /*inputs*/) const override { return {1.0F, 1.0F}; }
};

}  // namespace

const LayerInfo& layer_add() {
  static const LayerInfo info{.name = "add",
                              .summary = "the sum of its inputs",
                              .cites = "keras/src/layers/merging/add.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, AddLayer, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
