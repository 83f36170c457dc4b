#include "vernier/nn/layers/gaussian_dropout.hpp"

#include <cmath>

#include "vernier/nn/initializers/support/draw.hpp"
#include "vernier/nn/layers/support/noise_layer.hpp"

namespace vernier::nn {
namespace {

class GaussianDropoutLayer final : public NoiseLayer {
 public:
  explicit GaussianDropoutLayer(const GaussianDropoutOptions& options)
      : NoiseLayer(options.rate > 0), rate_(rate_below_one(options.rate)) {}

 private:
  void disturb(Context& context, std::span<float> factors) const override {
    const ConstView x = context.inputs[0].value;
    fill_normal({factors.data(), x.shape}, 1, std::sqrt(rate_ / (1 - rate_)), context.rng);
    for (Index i = 0; i < x.size(); ++i) context.output.data[i] = x.data[i] * factors[static_cast<std::size_t>(i)];
  }

  double rate_;
};

}  // namespace

const LayerInfo& layer_gaussian_dropout() {
  static const LayerInfo info{
      .name = "gaussian_dropout",
      .summary = "multiplies with normal noise of mean 1 while training",
      .cites = "Srivastava et al., JMLR 15, 2014; keras/src/layers/regularization/gaussian_dropout.py",
      .options = option_table<GaussianDropoutOptions>(),
      .make = &make_with<Layer, GaussianDropoutLayer, GaussianDropoutOptions>};
  return info;
}

}  // namespace vernier::nn
