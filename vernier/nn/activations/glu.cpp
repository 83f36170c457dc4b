#include "vernier/nn/activations/support/elementwise.hpp"

namespace vernier::nn {
namespace {

class GluActivation final : public Activation {
 public:
  void forward(ConstView x, View y) const override {
    const Index half = y.columns();
    for (Index row = 0; row < y.rows(); ++row) {
      const float* in = x.data + row * 2 * half;
      float* out = y.data + row * half;
      for (Index c = 0; c < half; ++c) out[c] = in[c] * logistic(in[half + c]);
    }
  }
  void backward(ConstView x, ConstView y, ConstView dy, View dx) const override {
    const Index half = y.columns();
    for (Index row = 0; row < y.rows(); ++row) {
      const float* in = x.data + row * 2 * half;
      const float* above = dy.data + row * half;
      float* below = dx.data + row * 2 * half;
      for (Index c = 0; c < half; ++c) {
        const float gate = logistic(in[half + c]);
        below[c] = above[c] * gate;
        below[half + c] = above[c] * in[c] * gate * (1.0F - gate);
      }
    }
  }
  [[nodiscard]] bool needs_input() const override { return true; }
  [[nodiscard]] Shape output_shape(const Shape& input) const override {
    if (input.rank() == 0 || input.back() % 2 != 0) {
      throw InvalidArgument(fmt::format("activation 'glu' on the shape {}", to_string(input)),
                            "a last axis of even length, whose second half gates the first");
    }
    std::vector<Index> extents(input.extents().begin(), input.extents().end());
    extents.back() /= 2;
    return Shape(extents);
  }
};

}  // namespace

const ActivationInfo& activation_glu() {
  static const ActivationInfo info{.name = "glu",
                                   .summary = "a * sigmoid(b), where a and b are the halves of the last axis",
                                   .cites =
                                       "Dauphin et al. 2017, arXiv 1612.08083; "
                                       "keras/src/activations/activations.py, Keras 3",
                                   .options = option_table<NoOptions>(),
                                   .make = &make_with<Activation, GluActivation, NoOptions>};
  return info;
}

}  // namespace vernier::nn
