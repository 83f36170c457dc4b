#include <algorithm>
#include <cmath>

#include "vernier/nn/activations/activation.hpp"

namespace vernier::nn {
namespace {

class LogSoftmaxActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override {
    const Index columns = x.columns();
    for (Index row = 0; row < x.rows(); ++row) {
      const float* in = x.data + row * columns;
      float* out = y.data + row * columns;
      const float largest = *std::max_element(in, in + columns);
      float sum = 0.0F;
      for (Index c = 0; c < columns; ++c) sum += std::exp(in[c] - largest);
      const float log_sum = std::log(sum);
      for (Index c = 0; c < columns; ++c) out[c] = in[c] - largest - log_sum;
    }
  }
  void backward(ConstView /*x*/, ConstView y, ConstView dy, View dx) const override {
    const Index columns = y.columns();
    for (Index row = 0; row < y.rows(); ++row) {
      const float* log_p = y.data + row * columns;
      const float* above = dy.data + row * columns;
      float* below = dx.data + row * columns;
      float sum = 0.0F;
      for (Index c = 0; c < columns; ++c) sum += above[c];
      for (Index c = 0; c < columns; ++c) below[c] = above[c] - std::exp(log_p[c]) * sum;
    }
  }
};

}  // namespace

const ActivationInfo& activation_log_softmax() {
  static const ActivationInfo info{.name = "log_softmax",
                                   .summary = "log of the softmax, without underflow",
                                   .cites = "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, LogSoftmaxActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
