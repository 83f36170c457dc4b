#include "benchmarks/training/peak.hpp"

#include <algorithm>
#include <chrono>

namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif
typedef float Floats __attribute__((vector_size(lanes * 4)));
constexpr int chains = 12;  // enough to hide the latency, few enough for sixteen registers

}  // namespace

double measure_peak(double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr long rounds = 200'000;
  Floats sums[chains];
  // all different, or the compiler computes equal chains once
  for (int i = 0; i < chains; ++i) sums[i] = Floats{} + static_cast<float>(i);
  const Floats factor = Floats{} + 0.999999F;
  const Floats addend = Floats{} + 1e-6F;
  double best = 0;
  const auto start = Clock::now();
  while (std::chrono::duration<double>(Clock::now() - start).count() < seconds) {
    const auto begin = Clock::now();
    for (long round = 0; round < rounds; ++round) {
#pragma GCC unroll 12
      for (int i = 0; i < chains; ++i) sums[i] = sums[i] * factor + addend;
    }
    const double took = std::chrono::duration<double>(Clock::now() - begin).count();
    best = std::max(best, static_cast<double>(rounds) * chains * lanes / took);
  }
  Floats total{};
  for (const Floats& sum : sums) total += sum;
  volatile float used = total[0];
  (void)used;
  return best;
}
