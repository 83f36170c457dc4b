#pragma once
// Merging by the larger, or the smaller, of the elements.
#include "vernier/nn/layers/support/merge.hpp"

namespace vernier::nn {

/// As in JAX, pair after pair, two equal elements get half of the gradient each. A NaN stays one. Masked steps do not
/// count; where all are masked the first input passes.
template <bool largest>
class ExtremumMerge final : public MergeLayer {
 private:
  void merge(Arrays inputs, View y) const override;
  void gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* workspace) const override;
  [[nodiscard]] std::optional<Neutral> neutral() const override;
};

extern template class ExtremumMerge<true>;
extern template class ExtremumMerge<false>;

}  // namespace vernier::nn
