// For processors with AVX-512 and its bfloat16 instructions.
#if defined(__x86_64__)
#include <immintrin.h>

#include <utility>

#include "vernier/tensor/isa/table.hpp"
#include "vernier/tensor/kernels.hpp"

namespace vernier::kernels {
namespace {
#include "vernier/tensor/isa/vector.inc"

#include "vernier/tensor/isa/tile.inc"

#include "vernier/tensor/isa/gemm_bfloat16.inc"
}  // namespace

void gemm_bfloat16(const Gemm& call) { product(call); }
}  // namespace vernier::kernels
#endif
