#include "vernier/nn/layers/multiply.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/merge.hpp"

namespace vernier::nn {
namespace {

/// Masked steps count as ones; where all are masked the product is 0.
class MultiplyLayer final : public MergeLayer {
  void merge(Arrays inputs, View y) const override {
    std::copy_n(inputs[0], y.size(), y.data);
    for (const float* x : inputs.subspan(1)) {
      for (Index i = 0; i < y.size(); ++i) y.data[i] *= x[i];
    }
  }
  void gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* /*workspace*/) const override {
    std::copy_n(dy.data, dx.size(), dx.data);
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      if (j == k) continue;
      for (Index i = 0; i < dx.size(); ++i) dx.data[i] *= inputs[j][i];
    }
  }
  [[nodiscard]] std::optional<Neutral> neutral() const override { return Neutral{1.0F, false}; }
};

}  // namespace

const LayerInfo& layer_multiply() {
  static const LayerInfo info{.name = "multiply",
                              .summary = "the product of its inputs",
                              .cites = "keras/src/layers/merging/multiply.py",
                              .options = option_table<MergeOptions>(),
                              .make = &make_with<Layer, MultiplyLayer, MergeOptions>};
  return info;
}

}  // namespace vernier::nn
