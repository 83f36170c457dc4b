#include "vernier/nn/layers/dropout.hpp"

#include "vernier/nn/layers/support/noise_layer.hpp"

namespace vernier::nn {
namespace {

class DropoutLayer final : public NoiseLayer {
 public:
  explicit DropoutLayer(const DropoutOptions& options) : NoiseLayer(options.rate > 0), rate_(options.rate) {}

 private:
  void disturb(Context& context, std::span<float> factors) const override {
    draw_dropout(context.rng, rate_, factors);
    const float* x = context.inputs[0].value.data;
    for (std::size_t i = 0; i < factors.size(); ++i) context.output.data[i] = x[i] * factors[i];
  }

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
