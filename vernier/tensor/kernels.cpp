#include "vernier/tensor/kernels.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/team.hpp"

namespace vernier::kernels {
namespace {

std::ptrdiff_t length(std::span<const float> x, std::span<float> y) {
  return static_cast<std::ptrdiff_t>(std::min(x.size(), y.size()));
}

void map(void (*function)(const float*, float*, std::ptrdiff_t), double work_each, std::span<const float> x,
         std::span<float> y) {
  divide_flat(length(x, y), work_each, [&](Index i, Index n) { function(x.data() + i, y.data() + i, n); });
}

void map_gradient(void (*function)(const float*, const float*, float*, std::ptrdiff_t), std::span<const float> y,
                  std::span<const float> dy, std::span<float> dx) {
  divide_flat(length(dy, dx), work::element,
              [&](Index i, Index n) { function(y.data() + i, dy.data() + i, dx.data() + i, n); });
}

void gemm_alone(const Gemm& call) {
#if defined(__x86_64__)
  if (call.bfloat16 && has_bfloat16()) {
    if (call.m > 0 && call.n > 0) gemm_bfloat16(call);
    return;
  }
#endif
  active_table().gemm(call);
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
  constexpr Index row_unit = 14;  // the tiles of each range are its own
  const Index column_unit = active_table().panel_columns;
  const double nanoseconds =
      work::multiply_add * static_cast<double>(call.m) * static_cast<double>(call.n) * static_cast<double>(call.k);
  const auto enough = static_cast<Index>(2 * team_members());
  if (call.n / column_unit >= std::min(enough, call.m / row_unit)) {
    divide(call.n, column_unit, nanoseconds, [&](Index first, Index last, std::size_t) {
      Gemm part = call;
      part.n = last - first;
      part.b += call.transpose_b ? first * call.ldb : first;
      part.c += first;
      if (part.bias != nullptr) part.bias += first;
      gemm_alone(part);
    });
  } else {
    divide(call.m, row_unit, nanoseconds, [&](Index first, Index last, std::size_t) {
      Gemm part = call;
      part.m = last - first;
      part.a += call.transpose_a ? first : first * call.lda;
      part.c += first * call.ldc;
      gemm_alone(part);
    });
  }
}
void column_sums(const float* x, Index rows, Index columns, float* out, bool accumulate) {
  const double nanoseconds = static_cast<double>(rows) * static_cast<double>(columns) * work::element;
  divide(columns, 16, nanoseconds, [&](Index first, Index last, std::size_t) {
    active_table().column_sums(x + first, rows, last - first, columns, out + first, accumulate);
  });
}
void axpy(float a, std::span<const float> x, std::span<float> y) {
  divide_flat(length(x, y), work::element,
              [&](Index i, Index n) { active_table().axpy(a, x.data() + i, y.data() + i, n); });
}
void multiply(std::span<const float> a, std::span<const float> b, std::span<float> y) {
  divide_flat(length(a, y), work::element,
              [&](Index i, Index n) { active_table().multiply(a.data() + i, b.data() + i, y.data() + i, n); });
}
void multiply_add(std::span<const float> a, std::span<const float> b, std::span<float> y) {
  divide_flat(length(a, y), work::element,
              [&](Index i, Index n) { active_table().multiply_add(a.data() + i, b.data() + i, y.data() + i, n); });
}
void exp(std::span<const float> x, std::span<float> y) { map(active_table().exp, work::function, x, y); }
void log(std::span<const float> x, std::span<float> y) { map(active_table().log, work::function, x, y); }
void tanh(std::span<const float> x, std::span<float> y) { map(active_table().tanh, work::function, x, y); }
void sigmoid(std::span<const float> x, std::span<float> y) { map(active_table().sigmoid, work::function, x, y); }
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

void relu(std::span<const float> x, std::span<float> y) { map(active_table().relu, work::element, x, y); }
void relu_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  map_gradient(active_table().relu_gradient, y, dy, dx);
}
void sigmoid_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  map_gradient(active_table().sigmoid_gradient, y, dy, dx);
}
void tanh_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx) {
  map_gradient(active_table().tanh_gradient, y, dy, dx);
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
