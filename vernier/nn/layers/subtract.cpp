#include "vernier/nn/layers/subtract.hpp"

#include "vernier/nn/layers/support/sum_merge.hpp"

namespace vernier::nn {
namespace {

class SubtractLayer final : public SumMerge {
 public:
  std::pair<std::size_t, std::size_t> input_count() const override { return {2, 2}; }

 private:
  [[nodiscard]] Factors factors(std::size_t /*inputs*/) const override { return {1.0F, -1.0F}; }
};

}  // namespace

const LayerInfo& layer_subtract() {
  static const LayerInfo info{.name = "subtract",
                              .summary = "the first input less the second",
                              .cites = "keras/src/layers/merging/subtract.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, SubtractLayer, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
