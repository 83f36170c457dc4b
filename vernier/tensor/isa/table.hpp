#pragma once
// One instruction set's functions. The files that define them are compiled for that set, so they must not use inline
// functions from elsewhere: the linker would keep one copy for everybody.
#include <cstddef>
#include <cstdint>

namespace vernier::kernels {

struct Gemm;

struct Table {
  const char* name;
  void (*gemm)(const Gemm&);
  void (*column_sums)(const float* x, std::ptrdiff_t rows, std::ptrdiff_t columns, float* out, bool accumulate);
  void (*axpy)(float a, const float* x, float* y, std::ptrdiff_t n);
  void (*exp)(const float* x, float* y, std::ptrdiff_t n);
  void (*log)(const float* x, float* y, std::ptrdiff_t n);
  void (*tanh)(const float* x, float* y, std::ptrdiff_t n);
  void (*sigmoid)(const float* x, float* y, std::ptrdiff_t n);
  void (*softmax_rows)(const float* x, std::ptrdiff_t rows, std::ptrdiff_t columns, float* y);
  void (*dropout_mask)(std::uint64_t key, std::uint32_t threshold, float scale, float* mask, std::ptrdiff_t n);
};

extern const Table table_generic;
#if defined(__x86_64__)
extern const Table table_v3;
extern const Table table_v4;
#endif

/// The best table that this processor can run.
[[nodiscard]] const Table& active_table();
/// All that it can run, best first; for tests that compare them.
struct TableList {
  const Table* tables[3];
  std::size_t count;
};
[[nodiscard]] TableList runnable_tables();

}  // namespace vernier::kernels
