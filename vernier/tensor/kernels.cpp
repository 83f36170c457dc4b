#include "vernier/tensor/kernels.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/tensor/isa/table.hpp"

namespace vernier::kernels {
namespace {

std::ptrdiff_t length(std::span<const float> x, std::span<float> y) {
  return static_cast<std::ptrdiff_t>(std::min(x.size(), y.size()));
}

}  // namespace

TableList runnable_tables() {
  TableList list{};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma")) {
    list.tables[list.count++] = &table_v4;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
    list.tables[list.count++] = &table_v3;
  }
#endif
  list.tables[list.count++] = &table_generic;
  return list;
}

const Table& active_table() {
  static const Table& best = *runnable_tables().tables[0];
  return best;
}

bool has_bfloat16() {
#if defined(__x86_64__)
  static const bool has = &active_table() == &table_v4 && __builtin_cpu_supports("avx512bf16");
  return has;
#else
  return false;
#endif
}

void gemm(const Gemm& call) {
#if defined(__x86_64__)
  if (call.bfloat16 && has_bfloat16()) {
    if (call.m > 0 && call.n > 0) gemm_bfloat16(call);
    return;
  }
#endif
  active_table().gemm(call);
}
void column_sums(const float* x, Index rows, Index columns, float* out, bool accumulate) {
  active_table().column_sums(x, rows, columns, out, accumulate);
}
void axpy(float a, std::span<const float> x, std::span<float> y) {
  active_table().axpy(a, x.data(), y.data(), length(x, y));
}
void multiply(std::span<const float> a, std::span<const float> b, std::span<float> y) {
  active_table().multiply(a.data(), b.data(), y.data(), length(a, y));
}
void multiply_add(std::span<const float> a, std::span<const float> b, std::span<float> y) {
  active_table().multiply_add(a.data(), b.data(), y.data(), length(a, y));
}
void exp(std::span<const float> x, std::span<float> y) { active_table().exp(x.data(), y.data(), length(x, y)); }
void log(std::span<const float> x, std::span<float> y) { active_table().log(x.data(), y.data(), length(x, y)); }
void tanh(std::span<const float> x, std::span<float> y) { active_table().tanh(x.data(), y.data(), length(x, y)); }
void sigmoid(std::span<const float> x, std::span<float> y) { active_table().sigmoid(x.data(), y.data(), length(x, y)); }
void softmax_rows(const float* x, Index rows, Index columns, float* y) {
  active_table().softmax_rows(x, rows, columns, y);
}

void normalize_rows(const RowNormalization& call, const float* x, float* y, float* mean, float* inverse) {
  active_table().normalize_rows(call, x, y, mean, inverse);
}
void normalize_rows_gradient(const RowNormalization& call, const float* x, const float* mean, const float* inverse,
                             const float* dy, float* dgamma, float* dbeta, float* dx) {
  active_table().normalize_rows_gradient(call, x, mean, inverse, dy, dgamma, dbeta, dx);
}

void relu(std::span<const float> x, std::span<float> y) { active_table().relu(x.data(), y.data(), length(x, y)); }
void relu_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  active_table().relu_gradient(y.data(), dy.data(), dx.data(), length(dy, dx));
}
void sigmoid_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  active_table().sigmoid_gradient(y.data(), dy.data(), dx.data(), length(dy, dx));
}
void tanh_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  active_table().tanh_gradient(y.data(), dy.data(), dx.data(), length(dy, dx));
}
void softmax_gradient_rows(const float* y, const float* dy, Index rows, Index columns, float* dx) {
  active_table().softmax_gradient_rows(y, dy, rows, columns, dx);
}

void dropout_mask(const Rng& stream, double rate, float scale, std::span<float> mask) {
  const double words = std::clamp(std::ceil(rate * 0x1.0p32), 0.0, 0x1.0p32 - 1.0);
  active_table().dropout_mask(stream.state().key, static_cast<std::uint32_t>(words), scale, mask.data(),
                              static_cast<std::ptrdiff_t>(mask.size()));
}

std::string_view instruction_set() { return active_table().name; }

}  // namespace vernier::kernels
