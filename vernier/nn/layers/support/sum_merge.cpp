#include "vernier/nn/layers/support/sum_merge.hpp"

namespace vernier::nn {

void SumMerge::merge(Arrays inputs, View y) const {
  const auto [first, others] = factors(inputs.size());
  const Index size = y.size();
  for (Index i = 0; i < size; ++i) y.data[i] = first * inputs[0][i];
  for (const float* x : inputs.subspan(1)) {
    for (Index i = 0; i < size; ++i) y.data[i] += others * x[i];
  }
}

void SumMerge::gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* /*workspace*/) const {
  const auto [first, others] = factors(inputs.size());
  const float factor = k == 0 ? first : others;
  const Index size = dx.size();
  for (Index i = 0; i < size; ++i) dx.data[i] = factor * dy.data[i];
}

}  // namespace vernier::nn
