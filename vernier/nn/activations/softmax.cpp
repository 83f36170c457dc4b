#include <algorithm>
#include <cmath>

#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {
namespace {

class SoftmaxActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override {
    const Index columns = x.columns();
    for (Index row = 0; row < x.rows(); ++row) {
      const float* in = x.data + row * columns;
      float* out = y.data + row * columns;
      const float largest = *std::max_element(in, in + columns);
      float sum = 0.0F;
      for (Index c = 0; c < columns; ++c) {
        out[c] = std::exp(in[c] - largest);
        sum += out[c];
      }
      for (Index c = 0; c < columns; ++c) out[c] /= sum;
    }
  }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    const Index columns = y.columns();
    for (Index row = 0; row < y.rows(); ++row) {
      const float* p = y.data + row * columns;
      const float* above = dy.data + row * columns;
      float* below = dx.data + row * columns;
      float dot = 0.0F;
      for (Index c = 0; c < columns; ++c) dot += p[c] * above[c];
      for (Index c = 0; c < columns; ++c) below[c] = p[c] * (above[c] - dot);
    }
  }
};

}  // namespace

const ActivationInfo& activation_softmax() {
  static const ActivationInfo info{.name = "softmax",
                                   .summary = "e^x over its sum along the last axis: probabilities of classes",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, SoftmaxActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
