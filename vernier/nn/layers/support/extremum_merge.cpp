#include "vernier/nn/layers/support/extremum_merge.hpp"

#include <algorithm>
#include <limits>

namespace vernier::nn {
namespace {

template <bool largest>
bool wins(float a, float b) {
  return largest ? a > b : a < b;
}

/// The share of the gradient that `a` takes of the pair.
template <bool largest>
float share_of(float a, float b) {
  return wins<largest>(a, b) ? 1.0F : (a == b ? 0.5F : 0.0F);
}

/// best = the better of both, element by element.
template <bool largest>
void improve(float* best, const float* x, Index size) {
  for (Index i = 0; i < size; ++i) {
    const bool keeps = wins<largest>(best[i], x[i]) | (best[i] != best[i]);
    best[i] = keeps ? best[i] : x[i];
  }
}

}  // namespace

template <bool largest>
void ExtremumMerge<largest>::merge(Arrays inputs, View y) const {
  std::copy_n(inputs[0], y.size(), y.data);
  for (const float* x : inputs.subspan(1)) improve<largest>(y.data, x, y.size());
}

template <bool largest>
void ExtremumMerge<largest>::gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* workspace) const {
  const Index size = dx.size();
  float* best = workspace;  // of the inputs before j
  std::copy_n(inputs[0], size, best);
  std::copy_n(dy.data, size, dx.data);
  for (std::size_t j = 1; j < inputs.size(); ++j) {
    const float* x = inputs[j];
    if (j == k) {
      for (Index i = 0; i < size; ++i) dx.data[i] *= share_of<largest>(x[i], best[i]);
    } else if (j > k) {
      for (Index i = 0; i < size; ++i) dx.data[i] *= share_of<largest>(best[i], x[i]);
    }
    improve<largest>(best, x, size);
  }
}

template <bool largest>
std::optional<MergeLayer::Neutral> ExtremumMerge<largest>::neutral() const {
  const float infinity = std::numeric_limits<float>::infinity();
  return Neutral{largest ? -infinity : infinity, true};
}

template class ExtremumMerge<true>;
template class ExtremumMerge<false>;

}  // namespace vernier::nn
