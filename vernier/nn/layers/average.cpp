#include "vernier/nn/layers/average.hpp"

#include "vernier/nn/layers/support/sum_merge.hpp"

namespace vernier::nn {
namespace {

class AverageLayer final : public SumMerge {
  [[nodiscard]] Factors factors(std::size_t inputs) const override {
    const float share = 1.0F / static_cast<float>(inputs);
    return {share, share};
  }
};

}  // namespace

const LayerInfo& layer_average() {
  static const LayerInfo info{.name = "average",
                              .summary = "the mean of its inputs",
                              .cites = "keras/src/layers/merging/average.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, AverageLayer, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
