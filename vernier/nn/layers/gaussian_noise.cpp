#include "vernier/nn/layers/gaussian_noise.hpp"

#include <algorithm>

#include "vernier/nn/initializers/support/draw.hpp"
#include "vernier/nn/layers/support/noise_layer.hpp"

namespace vernier::nn {
namespace {

class GaussianNoiseLayer final : public NoiseLayer {
 public:
  explicit GaussianNoiseLayer(const GaussianNoiseOptions& options)
      : NoiseLayer(options.stddev > 0), stddev_(options.stddev) {}

 private:
  void disturb(Context& context, std::span<float> factors) const override {
    const ConstView x = context.inputs[0].value;
    fill_normal(context.output, 0, stddev_, context.rng);
    for (Index i = 0; i < x.size(); ++i) context.output.data[i] += x.data[i];
    std::fill(factors.begin(), factors.end(), 1.0F);
  }

  double stddev_;
};

}  // namespace

const LayerInfo& layer_gaussian_noise() {
  static const LayerInfo info{.name = "gaussian_noise",
                              .summary = "adds normal noise while training",
                              .cites = "keras/src/layers/regularization/gaussian_noise.py",
                              .options = option_table<GaussianNoiseOptions>(),
                              .make = &make_with<Layer, GaussianNoiseLayer, GaussianNoiseOptions>};
  return info;
}

}  // namespace vernier::nn
