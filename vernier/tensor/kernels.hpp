#pragma once
// The arithmetic of the trainer: matrix products, vector functions, reductions.
//
// Every function exists for several instruction sets; the best one that the processor has is chosen once. Results are
// the same for any number of threads (a call is divided among the team that its thread uses, team.hpp, by what is
// written, so each number is summed in a fixed order); they may differ in the last bits between instruction sets.
// Nothing allocates. Inputs and outputs are row-major and need no alignment. An output may be the memory of the input
// of the same position where "in place" is said, and must not overlap otherwise.
#include <cstdint>
#include <span>
#include <string_view>

#include "vernier/base/rng.hpp"
#include "vernier/tensor/shape.hpp"

namespace vernier::kernels {

/// What is done to a product before it is stored.
enum class Epilogue : std::uint8_t { none, relu };

/// c = op(a) op(b), (m, n) = (m, k) (k, n); op transposes where asked. Each `ld` is the distance between the rows of
/// the array as it is stored.
struct Gemm {
  Index m = 0;
  Index n = 0;
  Index k = 0;
  const float* a = nullptr;
  Index lda = 0;
  bool transpose_a = false;
  const float* b = nullptr;
  Index ldb = 0;
  bool transpose_b = false;
  float* c = nullptr;
  Index ldc = 0;
  bool accumulate = false;      ///< c += instead of c =; not together with bias
  const float* bias = nullptr;  ///< n numbers that are added to every row
  Epilogue epilogue = Epilogue::none;
  bool bfloat16 = false;  ///< a and b are rounded to bfloat16 first, where has_bfloat16()
};
void gemm(const Gemm& call);
/// Whether the processor multiplies numbers of bfloat16.
[[nodiscard]] bool has_bfloat16();

/// out[c] = (accumulate ? out[c] : 0) + the sum of column c of x (rows, columns).
void column_sums(const float* x, Index rows, Index columns, float* out, bool accumulate);
/// y += a x
void axpy(float a, std::span<const float> x, std::span<float> y);
/// y = a b, element by element; in place or not.
void multiply(std::span<const float> a, std::span<const float> b, std::span<float> y);
/// y += a b, element by element.
void multiply_add(std::span<const float> a, std::span<const float> b, std::span<float> y);

// Elementwise, in place or not. Errors are about 2 units in the last place; infinities and NaN as in the standard
// library.
void exp(std::span<const float> x, std::span<float> y);
void log(std::span<const float> x, std::span<float> y);
void tanh(std::span<const float> x, std::span<float> y);
void sigmoid(std::span<const float> x, std::span<float> y);

/// y = softmax of every row of x (rows, columns); in place or not.
void softmax_rows(const float* x, Index rows, Index columns, float* y);

/// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta, by the mean and the biased variance of each row.
struct RowNormalization {
  Index rows = 0;
  Index columns = 0;
  float epsilon = 0;
  const float* gamma = nullptr;  ///< null: 1
  const float* beta = nullptr;   ///< null: 0
};
/// Also gives the mean of each row and the inverse of its deviation.
void normalize_rows(const RowNormalization& call, const float* x, float* y, float* mean, float* inverse);
/// Adds to dgamma and dbeta, overwrites dx; each may be null.
void normalize_rows_gradient(const RowNormalization& call, const float* x, const float* mean, const float* inverse,
                             const float* dy, float* dgamma, float* dbeta, float* dx);

/// y = max(x, 0), in place or not; a NaN stays one.
void relu(std::span<const float> x, std::span<float> y);

// Derivatives of the activations from their outputs y: dx = dy * f'; dx may be the memory of dy.
void relu_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx);
void sigmoid_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx);
void tanh_gradient(std::span<const float> y, std::span<const float> dy, std::span<float> dx);
void softmax_gradient_rows(const float* y, const float* dy, Index rows, Index columns, float* dx);

/// mask[i] = the i-th of next_block()'s words of a fresh stream lies at or above the share `rate` of all words ? scale
/// : 0.
void dropout_mask(const Rng& stream, double rate, float scale, std::span<float> mask);

/// "x86-64-v4", "x86-64-v3", "x86-64-v2" or "generic": the instruction set in use.
[[nodiscard]] std::string_view instruction_set();

}  // namespace vernier::kernels
