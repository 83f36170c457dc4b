#include "vernier/nn/layers/support/projection.hpp"

#include "vernier/tensor/kernels.hpp"

namespace vernier::nn {

void Projection::place(std::vector<Weight>& weights, Weight kernel, Index width, std::optional<Weight> bias) {
  kernel_ = weights.size();
  biased_ = bias.has_value();
  width_ = width;
  features_ = kernel.shape.size() / width;
  weights.push_back(std::move(kernel));
  if (bias) weights.push_back(std::move(*bias));
}

void Projection::forward(const std::vector<Weight>& weights, const float* x, Index rows, float* to) const {
  kernels::gemm({.m = rows,
                 .n = width_,
                 .k = features_,
                 .a = x,
                 .lda = features_,
                 .b = weights[kernel_].value.data,
                 .ldb = width_,
                 .c = to,
                 .ldc = width_,
                 .bias = biased_ ? weights[kernel_ + 1].value.data : nullptr});
}

void Projection::backward(const std::vector<Weight>& weights, const float* x, Index rows, const float* dy,
                          bool accumulate, float* dx, bool adds) const {
  const Weight& kernel = weights[kernel_];
  if (kernel.gradient.data != nullptr) {
    kernels::gemm({.m = features_,
                   .n = width_,
                   .k = rows,
                   .a = x,
                   .lda = features_,
                   .transpose_a = true,
                   .b = dy,
                   .ldb = width_,
                   .c = kernel.gradient.data,
                   .ldc = width_,
                   .accumulate = accumulate});
    if (biased_) kernels::column_sums(dy, rows, width_, weights[kernel_ + 1].gradient.data, accumulate);
  }
  if (dx == nullptr) return;
  kernels::gemm({.m = rows,
                 .n = features_,
                 .k = width_,
                 .a = dy,
                 .lda = width_,
                 .b = kernel.value.data,
                 .ldb = width_,
                 .transpose_b = true,
                 .c = dx,
                 .ldc = features_,
                 .accumulate = adds});
}

}  // namespace vernier::nn
