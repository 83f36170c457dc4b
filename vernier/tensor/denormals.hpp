#pragma once
// Numbers below the normal range of float32, which processors handle a hundred times slower than others.
#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace vernier {

/// While it lives, this thread takes such numbers as zero and makes none. Momenta of weights whose gradient vanished
/// decay into that range and would slow every update down; what is lost is below 1e-38. XLA and so Keras on JAX do the
/// same.
class FlushDenormals {
 public:
#if defined(__x86_64__)
  FlushDenormals() : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8040U); }
  ~FlushDenormals() { _mm_setcsr(before_); }
#elif defined(__aarch64__)
  FlushDenormals() {
    asm volatile("mrs %0, fpcr" : "=r"(before_));
    asm volatile("msr fpcr, %0" : : "r"(before_ | (std::uint64_t{1} << 24)));
  }
  ~FlushDenormals() { asm volatile("msr fpcr, %0" : : "r"(before_)); }
#else
  FlushDenormals() = default;
  ~FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__x86_64__)
  std::uint32_t before_;
#elif defined(__aarch64__)
  std::uint64_t before_ = 0;
#endif
};

}  // namespace vernier
