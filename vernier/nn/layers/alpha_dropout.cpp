#include "vernier/nn/layers/alpha_dropout.hpp"

#include <cmath>

#include "vernier/nn/layers/support/noise_layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

constexpr double selu_limit = -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

class AlphaDropoutLayer final : public NoiseLayer {
 public:
  explicit AlphaDropoutLayer(const AlphaDropoutOptions& options)
      : NoiseLayer(options.rate > 0), rate_(rate_below_one(options.rate)) {
    const double scale = 1 / std::sqrt((1 - rate_) * (1 + rate_ * selu_limit * selu_limit));
    scale_ = static_cast<float>(scale);
    kept_offset_ = static_cast<float>(-scale * selu_limit * rate_);
    dropped_ = static_cast<float>(scale * selu_limit * (1 - rate_));
  }

 private:
  void disturb(Context& context, std::span<float> factors) const override {
    kernels::dropout_mask(context.rng, rate_, scale_, factors);
    const float* x = context.inputs[0].value.data;
    for (std::size_t i = 0; i < factors.size(); ++i) {
      context.output.data[i] = factors[i] != 0.0F ? x[i] * factors[i] + kept_offset_ : dropped_;
    }
  }

  double rate_;
  float scale_ = 1;
  float kept_offset_ = 0;
  float dropped_ = 0;
};

}  // namespace

const LayerInfo& layer_alpha_dropout() {
  static const LayerInfo info{
      .name = "alpha_dropout",
      .summary = "dropout for selu: keeps mean 0 and variance 1",
      .cites = "Klambauer et al., NeurIPS 2017; keras/src/layers/regularization/alpha_dropout.py",
      .options = option_table<AlphaDropoutOptions>(),
      .make = &make_with<Layer, AlphaDropoutLayer, AlphaDropoutOptions>};
  return info;
}

}  // namespace vernier::nn
