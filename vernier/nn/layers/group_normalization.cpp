#include "vernier/nn/layers/group_normalization.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/layers/support/gamma_beta.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

/// The sums of a group are taken channel by channel first, so that the inner loops run over neighbouring numbers.
class GroupNormalizationLayer final : public Layer {
 public:
  explicit GroupNormalizationLayer(const GroupNormalizationOptions& options) : options_(options) {}

  Shape build(std::span<const Shape> inputs) override {
    channels_ = inputs[0].back();
    const Index groups = options_.groups == -1 ? channels_ : options_.groups;
    if (groups == 0 || channels_ % groups != 0) {
      throw InvalidArgument(fmt::format("{} groups of {} channels", groups, channels_),
                            "a number of groups that divides the channels, or -1");
    }
    width_ = channels_ / groups;
    cells_ = inputs[0].size() / channels_;
    add_gamma_and_beta(options_, {channels_}, weights_);
    return inputs[0];
  }

  void forward(Context& context) const override {
    const float* gamma = options_.scale ? weights_[0].value.data : nullptr;
    const float* beta = options_.center ? weights_.back().value.data : nullptr;
    float* factor = context.buffer(2, channels_).data();
    float* offset = context.buffer(3, channels_).data();
    for (Index sample = 0; sample < context.batch; ++sample) {
      const float* x = context.inputs[0].value.data + sample * cells_ * channels_;
      float* y = context.output.data + sample * cells_ * channels_;
      float* mean = context.buffer(0, context.batch * channels_).data() + sample * channels_;
      float* inverse = context.buffer(1, context.batch * channels_).data() + sample * channels_;
      kernels::column_sums(x, cells_, channels_, mean, false);
      average_groups(mean);
      std::fill_n(inverse, channels_, 0.0F);
      for (Index i = 0; i < cells_; ++i) {
        for (Index c = 0; c < channels_; ++c) {
          const float d = x[i * channels_ + c] - mean[c];
          inverse[c] += d * d;
        }
      }
      average_groups(inverse);
      for (Index c = 0; c < channels_; ++c) {
        inverse[c] = 1.0F / std::sqrt(inverse[c] + static_cast<float>(options_.epsilon));
        factor[c] = inverse[c] * (gamma == nullptr ? 1.0F : gamma[c]);
        offset[c] = beta == nullptr ? 0.0F : beta[c];
      }
      for (Index i = 0; i < cells_; ++i) {
        for (Index c = 0; c < channels_; ++c) {
          y[i * channels_ + c] = (x[i * channels_ + c] - mean[c]) * factor[c] + offset[c];
        }
      }
    }
  }

  void backward(Context& context) const override {
    float* gamma_gradient = options_.scale ? weights_[0].gradient.data : nullptr;
    float* beta_gradient = options_.center ? weights_.back().gradient.data : nullptr;
    if (!context.accumulate) {
      if (gamma_gradient != nullptr) std::fill_n(gamma_gradient, channels_, 0.0F);
      if (beta_gradient != nullptr) std::fill_n(beta_gradient, channels_, 0.0F);
    }
    const float* gamma = options_.scale ? weights_[0].value.data : nullptr;
    const View dx = context.inputs[0].gradient;
    float* sum = context.buffer(2, channels_).data();
    float* product = context.buffer(3, channels_).data();
    for (Index sample = 0; sample < context.batch; ++sample) {
      const float* x = context.inputs[0].value.data + sample * cells_ * channels_;
      const float* dy = context.output_gradient.data + sample * cells_ * channels_;
      const float* mean = context.buffer(0, context.batch * channels_).data() + sample * channels_;
      const float* inverse = context.buffer(1, context.batch * channels_).data() + sample * channels_;
      std::fill_n(sum, channels_, 0.0F);
      std::fill_n(product, channels_, 0.0F);
      for (Index i = 0; i < cells_; ++i) {
        for (Index c = 0; c < channels_; ++c) {
          const Index at = i * channels_ + c;
          sum[c] += dy[at];
          product[c] += dy[at] * (x[at] - mean[c]) * inverse[c];
        }
      }
      for (Index c = 0; beta_gradient != nullptr && c < channels_; ++c) beta_gradient[c] += sum[c];
      for (Index c = 0; gamma_gradient != nullptr && c < channels_; ++c) gamma_gradient[c] += product[c];
      if (dx.data == nullptr) continue;
      for (Index c = 0; gamma != nullptr && c < channels_; ++c) {
        sum[c] *= gamma[c];
        product[c] *= gamma[c];
      }
      average_groups(sum);
      average_groups(product);
      float* to = dx.data + sample * cells_ * channels_;
      for (Index i = 0; i < cells_; ++i) {
        for (Index c = 0; c < channels_; ++c) {
          const Index at = i * channels_ + c;
          const float normal = (x[at] - mean[c]) * inverse[c];
          const float g = gamma == nullptr ? dy[at] : dy[at] * gamma[c];
          to[at] = inverse[c] * (g - sum[c] - normal * product[c]);
        }
      }
    }
  }

 private:
  /// From the sum of each channel to the mean of its group.
  void average_groups(float* sums) const {
    const auto count = static_cast<float>(cells_ * width_);
    for (Index first = 0; first < channels_; first += width_) {
      float sum = 0;
      for (Index c = 0; c < width_; ++c) sum += sums[first + c];
      std::fill_n(sums + first, width_, sum / count);
    }
  }

  GroupNormalizationOptions options_;
  Index channels_ = 1;
  Index width_ = 1;  // channels of a group
  Index cells_ = 1;
};

}  // namespace

const LayerInfo& layer_group_normalization() {
  static const LayerInfo info{.name = "group_normalization",
                              .summary = "normalises every sample over groups of its channels",
                              .cites = "Wu and He, ECCV 2018; keras/src/layers/normalization/group_normalization.py",
                              .options = option_table<GroupNormalizationOptions>(),
                              .make = &make_with<Layer, GroupNormalizationLayer, GroupNormalizationOptions>};
  return info;
}

}  // namespace vernier::nn
