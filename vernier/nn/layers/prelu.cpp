#include "vernier/nn/layers/prelu.hpp"

#include <algorithm>
#include <optional>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/nn/layers/support/broadcast.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

class PReLULayer final : public Layer {
 public:
  explicit PReLULayer(const PReLUOptions& options) : options_(options) {}

  Shape build(std::span<const Shape> inputs) override {
    std::vector<Index> extents(inputs[0].extents().begin(), inputs[0].extents().end());
    if (extents.empty()) throw InvalidArgument("the input has no axis", "at least one");
    for (const Index axis : options_.shared_axes) extents[sample_axis(axis, inputs[0])] = 1;
    const Shape alpha{std::span<const Index>(extents)};
    broadcast_.emplace(alpha, inputs[0]);
    weights_.push_back({.name = "alpha",
                        .shape = alpha,
                        .initializer = options_.alpha_initializer,
                        .regularizer = make_regularizer(options_.alpha_regularizer)});
    return inputs[0];
  }

  void forward(Context& context) const override {
    const Index sample = context.output.size() / context.batch;
    const float* alpha = spread_alpha(context, sample);
    for (Index i = 0; i < context.batch; ++i) {
      const float* x = context.inputs[0].value.data + i * sample;
      float* y = context.output.data + i * sample;
      for (Index k = 0; k < sample; ++k) y[k] = std::max(x[k], 0.0F) + alpha[k] * std::min(x[k], 0.0F);
    }
  }

  void backward(Context& context) const override {
    const Index sample = context.output.size() / context.batch;
    const View dx = context.inputs[0].gradient;
    if (dx.data != nullptr) input_gradient(context, sample, dx);
    const View gradient = weights_[0].gradient;
    if (gradient.data == nullptr) return;
    float* sum = context.buffer(1, sample).data();
    std::fill_n(sum, sample, 0.0F);
    for (Index i = 0; i < context.batch; ++i) {
      const float* x = context.inputs[0].value.data + i * sample;
      const float* dy = context.output_gradient.data + i * sample;
      for (Index k = 0; k < sample; ++k) sum[k] += dy[k] * std::min(x[k], 0.0F);
    }
    const std::span<float> gathered = context.buffer(2, gradient.size());
    broadcast_->gather(sum, gathered.data());
    if (context.accumulate) {
      kernels::axpy(1.0F, gathered, gradient.values());
    } else {
      std::copy(gathered.begin(), gathered.end(), gradient.data);
    }
  }

 private:
  const float* spread_alpha(Context& context, Index sample) const {
    if (broadcast_->whole()) return weights_[0].value.data;
    float* alpha = context.buffer(0, sample).data();
    broadcast_->spread(weights_[0].value.data, alpha);
    return alpha;
  }

  void input_gradient(Context& context, Index sample, View dx) const {
    const float* alpha = spread_alpha(context, sample);
    for (Index i = 0; i < context.batch; ++i) {
      const float* x = context.inputs[0].value.data + i * sample;
      const float* dy = context.output_gradient.data + i * sample;
      float* to = dx.data + i * sample;
      for (Index k = 0; k < sample; ++k) {
        const float below = alpha[k];
        to[k] = dy[k] * (x[k] > 0.0F ? 1.0F : (x[k] < 0.0F ? below : 0.0F));
      }
    }
  }

  PReLUOptions options_;
  std::optional<Broadcast> broadcast_;
};

}  // namespace

const LayerInfo& layer_prelu() {
  static const LayerInfo info{.name = "prelu",
                              .summary = "x above 0, alpha * x below, with an alpha that is learnt",
                              .cites = "He et al., ICCV 2015; keras/src/layers/activations/prelu.py",
                              .options = option_table<PReLUOptions>(),
                              .make = &make_with<Layer, PReLULayer, PReLUOptions>};
  return info;
}

}  // namespace vernier::nn
