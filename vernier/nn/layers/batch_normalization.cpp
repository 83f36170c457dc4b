#include "vernier/nn/layers/batch_normalization.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/layers/support/gamma_beta.hpp"

namespace vernier::nn {
namespace {

class BatchNormalizationLayer : public Layer {
 public:
  explicit BatchNormalizationLayer(const BatchNormalizationOptions& options)
      : options_(options), beta_(options.scale ? 1 : 0) {}

  Shape build(std::span<const Shape> inputs) override {
    const Shape features{inputs[0].back()};
    add_gamma_and_beta(options_, features, weights_);
    mean_ = weights_.size();
    weights_.push_back({.name = "moving_mean",
                        .shape = features,
                        .initializer = options_.moving_mean_initializer,
                        .trainable = false});
    weights_.push_back({.name = "moving_variance",
                        .shape = features,
                        .initializer = options_.moving_variance_initializer,
                        .trainable = false});
    return inputs[0];
  }

  void forward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const Numbers numbers = numbers_of(context, columns);
    if (uses_batch(context)) {
      measure(context, numbers);
      update_moving(numbers);
    } else {
      std::copy_n(weights_[mean_].value.data, columns, numbers.mean.data());
      std::copy_n(weights_[mean_ + 1].value.data, columns, numbers.variance.data());
    }
    const std::size_t n = numbers.mean.size();
    for (std::size_t c = 0; c < n; ++c) {
      numbers.inverse[c] = 1.0F / std::sqrt(numbers.variance[c] + static_cast<float>(options_.epsilon));
      numbers.factor[c] = numbers.inverse[c] * (options_.scale ? weights_[0].value.data[c] : 1.0F);
    }
    for (Index r = 0; r < x.rows(); ++r) {
      const float* from = x.data + r * columns;
      float* to = context.output.data + r * columns;
      for (std::size_t c = 0; c < n; ++c) to[c] = (from[c] - numbers.mean[c]) * numbers.factor[c];
      if (options_.center) {
        const float* beta = weights_[beta_].value.data;
        for (std::size_t c = 0; c < n; ++c) to[c] += beta[c];
      }
    }
  }

  void backward(Context& context) const override {
    const ConstView x = context.inputs[0].value;
    const Index columns = x.columns();
    const Numbers numbers = numbers_of(context, columns);
    const std::size_t n = numbers.mean.size();
    const float* dy = context.output_gradient.data;
    std::fill_n(numbers.sum.begin(), n, 0.0F);
    std::fill_n(numbers.product.begin(), n, 0.0F);
    for (Index r = 0; r < x.rows(); ++r) {
      for (std::size_t c = 0; c < n; ++c) {
        const auto i = static_cast<std::size_t>(r * columns) + c;
        numbers.sum[c] += dy[i];
        numbers.product[c] += dy[i] * (x.data[i] - numbers.mean[c]) * numbers.inverse[c];
      }
    }
    if (options_.scale) give(weights_[0], numbers.product, context.accumulate);
    if (options_.center) give(weights_[beta_], numbers.sum, context.accumulate);
    const View dx = context.inputs[0].gradient;
    if (dx.data == nullptr) return;
    const bool batch = uses_batch(context);
    const float total = batch ? row_weight_sum(context) : 1.0F;
    for (Index r = 0; r < x.rows(); ++r) {
      // how much this row counts in the mean: 0 where it is masked
      const float share = batch ? row_weight(context, r) / total : 0.0F;
      for (std::size_t c = 0; c < n; ++c) {
        const auto i = static_cast<std::size_t>(r * columns) + c;
        const float normal = (x.data[i] - numbers.mean[c]) * numbers.inverse[c];
        dx.data[i] = numbers.factor[c] * (dy[i] - share * (numbers.sum[c] + normal * numbers.product[c]));
      }
    }
  }

 private:
  /// One number a feature each, in one buffer of the call.
  struct Numbers {
    std::span<float> mean, variance, inverse, factor, sum, product;
  };
  static Numbers numbers_of(Context& context, Index columns) {
    const auto n = static_cast<std::size_t>(columns);
    const std::span<float> all = context.buffer(0, 6 * columns);
    return {all.first(n),          all.subspan(n, n),     all.subspan(2 * n, n),
            all.subspan(3 * n, n), all.subspan(4 * n, n), all.subspan(5 * n, n)};
  }
  [[nodiscard]] bool uses_batch(const Context& context) const { return context.training && trainable(); }

  static float row_weight(const Context& context, Index row) {
    const ConstView mask = context.inputs[0].mask;
    const Index rows = context.inputs[0].value.rows();
    return mask.data == nullptr || mask.size() == 0 ? 1.0F : mask.data[row * mask.size() / rows];
  }
  static float row_weight_sum(const Context& context) {
    float sum = 0;
    for (Index r = 0; r < context.inputs[0].value.rows(); ++r) sum += row_weight(context, r);
    return std::max(sum, 1e-7F);
  }

  static void measure(const Context& context, const Numbers& numbers) {
    const ConstView x = context.inputs[0].value;
    const std::size_t n = numbers.mean.size();
    const float scale = 1.0F / row_weight_sum(context);
    std::fill_n(numbers.mean.begin(), n, 0.0F);
    std::fill_n(numbers.variance.begin(), n, 0.0F);
    for (Index r = 0; r < x.rows(); ++r) {
      const float weight = row_weight(context, r);
      const float* row = x.data + r * x.columns();
      for (std::size_t c = 0; c < n; ++c) numbers.mean[c] += weight * row[c];
    }
    for (std::size_t c = 0; c < n; ++c) numbers.mean[c] *= scale;
    for (Index r = 0; r < x.rows(); ++r) {
      const float weight = row_weight(context, r);
      const float* row = x.data + r * x.columns();
      for (std::size_t c = 0; c < n; ++c) {
        const float d = row[c] - numbers.mean[c];
        numbers.variance[c] += weight * d * d;
      }
    }
    for (std::size_t c = 0; c < n; ++c) numbers.variance[c] *= scale;
  }

  void update_moving(const Numbers& numbers) const {
    const auto keep = static_cast<float>(options_.momentum);
    const auto take = static_cast<float>(1.0 - options_.momentum);
    float* mean = weights_[mean_].value.data;
    float* variance = weights_[mean_ + 1].value.data;
    for (std::size_t c = 0; c < numbers.mean.size(); ++c) {
      mean[c] = mean[c] * keep + numbers.mean[c] * take;
      variance[c] = variance[c] * keep + numbers.variance[c] * take;
    }
  }

  static void give(const Weight& weight, std::span<const float> gradient, bool accumulate) {
    if (weight.gradient.data == nullptr) return;
    for (std::size_t c = 0; c < gradient.size(); ++c) {
      weight.gradient.data[c] = gradient[c] + (accumulate ? weight.gradient.data[c] : 0.0F);
    }
  }

  BatchNormalizationOptions options_;
  std::size_t beta_;  // positions in weights_
  std::size_t mean_ = 0;
};

}  // namespace

const LayerInfo& layer_batch_normalization() {
  static const LayerInfo info{
      .name = "batch_normalization",
      .summary = "normalises every feature over the batch",
      .cites = "Ioffe and Szegedy, ICML 2015; keras/src/layers/normalization/batch_normalization.py",
      .options = option_table<BatchNormalizationOptions>(),
      .make = &make_with<Layer, BatchNormalizationLayer, BatchNormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
