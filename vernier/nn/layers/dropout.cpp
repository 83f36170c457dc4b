#include "vernier/nn/layers/dropout.hpp"

#include <algorithm>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class DropoutLayer : public Layer {
 public:
  explicit DropoutLayer(const DropoutOptions& options) : rate_(options.rate) {}

  Shape build(std::span<const Shape> inputs) override { return inputs[0]; }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    if (!context.training || rate_ == 0) {
      std::copy_n(x.data, x.size(), context.output.data);
      return;
    }
    const std::span<float> mask = context.buffer(0, x.size());
    if (rate_ >= 1) {
      std::fill(mask.begin(), mask.end(), 0.0F);
    } else {
      kernels::dropout_mask(context.rng, rate_, static_cast<float>(1.0 / (1.0 - rate_)), mask);
    }
    for (std::size_t i = 0; i < mask.size(); ++i) context.output.data[i] = x.data[i] * mask[i];
  }

  void backward(Context& context) const override {
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const float* dy = context.output_gradient.data;
    if (!context.training || rate_ == 0) {
      std::copy_n(dy, dx.size(), dx.data);
      return;
    }
    const std::span<float> mask = context.buffer(0, dx.size());
    for (std::size_t i = 0; i < mask.size(); ++i) dx.data[i] = dy[i] * mask[i];
  }

 private:
  double rate_;
};

}  // namespace

const LayerInfo& layer_dropout() {
  static const LayerInfo info{.name = "dropout",
                              .summary = "zeroes a share of its inputs at random while training",
                              .cites = "Srivastava et al., JMLR 15, 2014; keras/src/layers/regularization/dropout.py",
                              .options = option_table<DropoutOptions>(),
                              .make = &make_with<Layer, DropoutLayer, DropoutOptions>};
  return info;
}

}  // namespace vernier::nn
