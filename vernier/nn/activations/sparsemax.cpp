#include <algorithm>
#include <limits>

#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {
namespace {

// The tau with sum of max(x - top - tau, 0) = 1. Michelot 1986: start with all elements, leave out those at or below
// tau, and repeat until none falls out; it ends after at most `columns` rounds and needs no sorted copy.
float sparsemax_threshold(const float* x, Index columns, float top) {
  double tau = -std::numeric_limits<double>::infinity();
  Index kept = 0;
  for (Index previous = -1; kept != previous;) {
    previous = kept;
    double sum = 0.0;
    kept = 0;
    for (Index c = 0; c < columns; ++c) {
      const float shifted = x[c] - top;
      if (shifted > tau) {
        sum += shifted;
        ++kept;
      }
    }
    if (kept == 0) break;  // only for rows of NaN
    tau = (sum - 1.0) / static_cast<double>(kept);
  }
  return static_cast<float>(tau);
}

class SparsemaxActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override {
    const Index columns = x.columns();
    for (Index row = 0; row < x.rows(); ++row) {
      const float* in = x.data + row * columns;
      float* out = y.data + row * columns;
      const float top = *std::max_element(in, in + columns);  // taken off first, so that large inputs do not round
      const float tau = sparsemax_threshold(in, columns, top);
      for (Index c = 0; c < columns; ++c) {
        const float above = in[c] - top - tau;
        out[c] = above < 0.0F ? 0.0F : above;
      }
    }
  }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    const Index columns = y.columns();
    for (Index row = 0; row < y.rows(); ++row) {
      const float* p = y.data + row * columns;
      const float* above = dy.data + row * columns;
      float* below = dx.data + row * columns;
      float sum = 0.0F;
      float support = 0.0F;
      for (Index c = 0; c < columns; ++c) {
        sum += p[c] > 0.0F ? above[c] : 0.0F;
        support += p[c] > 0.0F ? 1.0F : 0.0F;
      }
      for (Index c = 0; c < columns; ++c) below[c] = p[c] > 0.0F ? above[c] - sum / support : 0.0F;
    }
  }
};

}  // namespace

const ActivationInfo& activation_sparsemax() {
  static const ActivationInfo info{
      .name = "sparsemax",
      .summary = "the nearest point of the simplex along the last axis: probabilities, many of them 0",
      .cites =
          "Martins, Astudillo 2016, arXiv 1602.02068; "
          "keras/src/activations/activations.py, Keras 3",
      .options = option_table<NoOptions>(),
      .make = &make_with<Activation, SparsemaxActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
