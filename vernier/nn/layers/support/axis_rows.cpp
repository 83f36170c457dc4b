#include "vernier/nn/layers/support/axis_rows.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/axes.hpp"

namespace vernier::nn {

AxisRows AxisRows::along(std::size_t axis, const Shape& sample) {
  return {product(sample, 0, axis), sample[axis], product(sample, axis + 1, sample.rank())};
}

void AxisRows::gather(const float* from, Index batch, float* rows) const {
  const Index block = length * inner;
  if (inner == 1) {  // they are rows already
    std::copy_n(from, batch * outer * block, rows);
    return;
  }
  for (Index o = 0; o < batch * outer; ++o, from += block, rows += block) {
    for (Index l = 0; l < length; ++l) {
      for (Index i = 0; i < inner; ++i) rows[i * length + l] = from[l * inner + i];
    }
  }
}

void AxisRows::scatter(const float* rows, Index batch, float* to) const {
  const Index block = length * inner;
  if (inner == 1) {
    std::copy_n(rows, batch * outer * block, to);
    return;
  }
  for (Index o = 0; o < batch * outer; ++o, to += block, rows += block) {
    for (Index l = 0; l < length; ++l) {
      for (Index i = 0; i < inner; ++i) to[l * inner + i] = rows[i * length + l];
    }
  }
}

}  // namespace vernier::nn
