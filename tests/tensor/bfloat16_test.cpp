// Products of rounded factors against their definition, in double.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <vector>

#include "vernier/tensor/kernels.hpp"

namespace vernier::kernels {
namespace {

/// To eight bits of mantissa, to even where two are as near.
float rounded(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return std::bit_cast<float>((bits + 0x7FFFU + (bits >> 16 & 1U)) & 0xFFFF0000U);
}

std::vector<float> numbers(Index count, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = static_cast<float>(rng.uniform(-1.0, 1.0));
  return values;
}

struct ProductCase {
  Index m, n, k;
};

class Bfloat16 : public testing::TestWithParam<ProductCase> {};

TEST_P(Bfloat16, RoundsFactorsAndNothingElse) {
  if (!has_bfloat16()) GTEST_SKIP() << "a processor without avx512_bf16";
  const auto [m, n, k] = GetParam();
  const auto a = numbers(m * k, 1);
  const auto b = numbers(k * n, 2);
  const auto bias = numbers(n, 3);
  const auto before = numbers(m * n, 4);
  for (const int kind : {0, 1, 2, 3}) {
    const bool transpose_a = (kind & 1) != 0;
    const bool transpose_b = (kind & 2) != 0;
    for (const bool accumulate : {false, true}) {
      std::vector<float> c = before;
      gemm({.m = m,
            .n = n,
            .k = k,
            .a = a.data(),
            .lda = transpose_a ? m : k,
            .transpose_a = transpose_a,
            .b = b.data(),
            .ldb = transpose_b ? k : n,
            .transpose_b = transpose_b,
            .c = c.data(),
            .ldc = n,
            .accumulate = accumulate,
            .bias = accumulate ? nullptr : bias.data(),
            .epilogue = accumulate ? Epilogue::none : Epilogue::relu,
            .bfloat16 = true});
      for (Index i = 0; i < m; ++i) {
        for (Index j = 0; j < n; ++j) {
          const auto at = static_cast<std::size_t>(i * n + j);
          double sum = accumulate ? before[at] : bias[static_cast<std::size_t>(j)];
          for (Index p = 0; p < k; ++p) {
            const auto left = static_cast<std::size_t>(transpose_a ? p * m + i : i * k + p);
            const auto right = static_cast<std::size_t>(transpose_b ? j * k + p : p * n + j);
            sum += static_cast<double>(rounded(a[left])) * rounded(b[right]);
          }
          if (!accumulate) sum = std::max(sum, 0.0);
          ASSERT_NEAR(c[at], sum, 2e-6 * std::sqrt(static_cast<double>(k))) << kind << ' ' << i << ' ' << j;
        }
      }
    }
  }
}

// one number, odd depths, panels and tiles that are not full, several blocks of depth and of rows
INSTANTIATE_TEST_SUITE_P(Shapes, Bfloat16,
                         testing::Values(ProductCase{1, 1, 1}, ProductCase{13, 33, 37}, ProductCase{31, 17, 64},
                                         ProductCase{130, 10, 513}, ProductCase{45, 70, 1037},
                                         ProductCase{1100, 34, 61}));

}  // namespace
}  // namespace vernier::kernels
