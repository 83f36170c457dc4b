// Gradients of a recurrent layer's weights and inputs: products over all steps at once, after the scan.
#include <algorithm>

#include "vernier/nn/layers/support/recurrent_buffers.hpp"
#include "vernier/nn/layers/support/recurrent_layer.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

void RecurrentLayer::weight_gradients(Context& context, const Call& call) const {
  if (weights_[0].gradient.data == nullptr) return;
  const Index features = context.inputs[0].value.columns();
  const Index rows = call.steps * call.batch;
  const Index width = static_cast<Index>(arrays_.gates) * call.units;
  for (std::size_t g = 0; g < arrays_.gates; ++g) {
    const Index column = static_cast<Index>(g) * call.units;
    kernels::gemm({.m = features,
                   .n = call.units,
                   .k = rows,
                   .a = call.inputs + (sets_ > 1 ? g : 0) * count_of(rows, features),
                   .lda = features,
                   .transpose_a = true,
                   .b = call.gate(g, 0).data(),
                   .ldb = call.units,
                   .c = weights_[0].gradient.data + column,
                   .ldc = width,
                   .accumulate = context.accumulate});
    const float* states = recurrent_input(call, g);
    if (call.recurrent_mask != nullptr) {
      const std::span<const float> mask{call.recurrent_mask + (sets_ > 1 ? g : 0) * call.block, call.block};
      for (std::size_t at = 0; at < count_of(rows, call.units); at += call.block) {
        kernels::multiply({states + at, call.block}, mask, {call.masked + at, call.block});
      }
      states = call.masked;
    }
    kernels::gemm({.m = call.units,
                   .n = call.units,
                   .k = rows,
                   .a = states,
                   .lda = call.units,
                   .transpose_a = true,
                   .b = recurrent_gradient(call, g),
                   .ldb = call.units,
                   .c = weights_[1].gradient.data + column,
                   .ldc = width,
                   .accumulate = context.accumulate});
  }
  if (options_.use_bias) bias_gradient(call, context.accumulate);
}

void RecurrentLayer::bias_gradient(const Call& call, bool accumulate) const {
  for (std::size_t g = 0; g < arrays_.gates; ++g) {
    kernels::column_sums(call.gate(g, 0).data(), call.steps * call.batch, call.units,
                         weights_[2].gradient.data + static_cast<Index>(g) * call.units, accumulate);
  }
}

void RecurrentLayer::input_gradient(Context& context, const Call& call) const {
  const View dx = context.inputs[0].gradient;
  const Index features = dx.columns();
  const Index rows = call.steps * call.batch;
  const Index width = static_cast<Index>(arrays_.gates) * call.units;
  const bool drops = drops_inputs(context);
  const std::size_t size = count_of(call.batch, features);
  float* part = context.buffer(recurrent_input_gradient, dx.size()).data();
  for (std::size_t set = 0; set < sets_; ++set) {
    const std::size_t last = sets_ > 1 ? set + 1 : arrays_.gates;
    for (std::size_t g = set; g < last; ++g) {
      kernels::gemm({.m = rows,
                     .n = features,
                     .k = call.units,
                     .a = call.gate(g, 0).data(),
                     .lda = call.units,
                     .b = weights_[0].value.data + static_cast<Index>(g) * call.units,
                     .ldb = width,
                     .transpose_b = true,
                     .c = part,
                     .ldc = features,
                     .accumulate = g > set});
    }
    for (Index s = 0; s < call.steps; ++s) {
      for (Index sample = 0; sample < call.batch; ++sample) {
        const auto count = static_cast<std::size_t>(features);
        const std::span<float> from{part + (s * call.batch + sample) * features, count};
        const std::span<float> to{dx.data + (sample * call.steps + time_of(call, s)) * features, count};
        if (drops) {
          const std::span<float> mask = context.buffer(recurrent_input_mask, static_cast<Index>(sets_ * size));
          kernels::multiply(from, mask.subspan(set * size + count_of(sample, features), count), from);
        }
        if (set == 0) {
          std::ranges::copy(from, to.begin());
        } else {
          kernels::axpy(1.0F, from, to);
        }
      }
    }
  }
}

}  // namespace vernier::nn
