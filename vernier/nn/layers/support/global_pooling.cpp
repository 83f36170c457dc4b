#include "vernier/nn/layers/support/global_pooling.hpp"

#include <algorithm>

#include "vernier/nn/layers/support/axes.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {
namespace {

/// The mask of one sample, or null; and the reciprocal of how many of its cells count.
struct CountedCells {
  const float* mask;
  float share;
};

CountedCells counted_cells(const Context& context, Index sample, Index cells) {
  const ConstView mask = context.inputs[0].mask;
  if (mask.data == nullptr) return {nullptr, 1.0F / static_cast<float>(cells)};
  const float* steps = mask.data + sample * cells;
  float count = 0;
  for (Index i = 0; i < cells; ++i) count += steps[i];
  if (count == 0) {
    throw InvalidArgument(fmt::format("every step of sample {} of the batch is masked", sample),
                          "at least one step that counts", "Remove empty sequences from the data.");
  }
  return {steps, 1.0F / count};
}

}  // namespace

Shape GlobalPooling::build(std::span<const Shape> inputs) {
  expect_rank(inputs[0], axes_ + 1, axes_ == 1 ? "(steps, channels)" : "(rows, columns, channels)");
  channels_ = inputs[0].back();
  cells_ = product(inputs[0], 0, axes_);
  if (cells_ == 0) throw InvalidArgument(fmt::format("samples of shape {}", to_string(inputs[0])), "at least one cell");
  if (!keepdims_) return {channels_};
  return axes_ == 1 ? Shape{1, channels_} : Shape{1, 1, channels_};
}

void GlobalAveragePooling::forward(Context& context) const {
  for (Index sample = 0; sample < context.batch; ++sample) {
    const float* x = context.inputs[0].value.data + sample * cells_ * channels_;
    float* y = context.output.data + sample * channels_;
    const auto [mask, share] = counted_cells(context, sample, cells_);
    if (mask == nullptr) {
      kernels::column_sums(x, cells_, channels_, y, false);
    } else {
      std::fill_n(y, channels_, 0.0F);
      for (Index i = 0; i < cells_; ++i) {
        if (mask[i] == 0.0F) continue;  // what is masked may be anything
        for (Index c = 0; c < channels_; ++c) y[c] += x[i * channels_ + c];
      }
    }
    for (Index c = 0; c < channels_; ++c) y[c] *= share;
  }
}

void GlobalAveragePooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  for (Index sample = 0; sample < context.batch; ++sample) {
    const float* dy = context.output_gradient.data + sample * channels_;
    const auto [mask, share] = counted_cells(context, sample, cells_);
    for (Index i = 0; i < cells_; ++i) {
      const float factor = mask == nullptr ? share : share * mask[i];
      float* to = dx.data + (sample * cells_ + i) * channels_;
      for (Index c = 0; c < channels_; ++c) to[c] = factor * dy[c];
    }
  }
}

void GlobalMaxPooling::forward(Context& context) const {
  for (Index sample = 0; sample < context.batch; ++sample) {
    const float* x = context.inputs[0].value.data + sample * cells_ * channels_;
    float* y = context.output.data + sample * channels_;
    std::copy_n(x, channels_, y);
    for (Index i = 1; i < cells_; ++i) {
      const float* from = x + i * channels_;
      for (Index c = 0; c < channels_; ++c) {
        const bool larger = !(from[c] <= y[c]) & (y[c] == y[c]);  // a NaN stays one
        y[c] = larger ? from[c] : y[c];
      }
    }
  }
}

void GlobalMaxPooling::backward(Context& context) const {
  const View dx = context.inputs[0].gradient;
  if (dx.data == nullptr) return;
  float* shares = context.buffer(0, channels_).data();
  for (Index sample = 0; sample < context.batch; ++sample) {
    const float* x = context.inputs[0].value.data + sample * cells_ * channels_;
    const float* y = context.output.data + sample * channels_;
    const float* dy = context.output_gradient.data + sample * channels_;
    std::fill_n(shares, channels_, 0.0F);
    for (Index i = 0; i < cells_; ++i) {
      for (Index c = 0; c < channels_; ++c) shares[c] += x[i * channels_ + c] == y[c] ? 1.0F : 0.0F;
    }
    for (Index c = 0; c < channels_; ++c) shares[c] = dy[c] / shares[c];
    float* to = dx.data + sample * cells_ * channels_;
    for (Index i = 0; i < cells_; ++i) {
      for (Index c = 0; c < channels_; ++c) {
        to[i * channels_ + c] = x[i * channels_ + c] == y[c] ? shares[c] : 0.0F;
      }
    }
  }
}

}  // namespace vernier::nn
