#pragma once
// Merging by a weighted sum.
#include "vernier/nn/layers/support/merge.hpp"

namespace vernier::nn {

/// first * input 0 + others * (input 1 + ...).
class SumMerge : public MergeLayer {
 protected:
  struct Factors {
    float first;
    float others;
  };
  [[nodiscard]] virtual Factors factors(std::size_t inputs) const = 0;

  void merge(Arrays inputs, View y) const final;
  void gradient(Arrays inputs, ConstView dy, std::size_t k, View dx, float* workspace) const final;
};

}  // namespace vernier::nn
