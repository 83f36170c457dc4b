#pragma once
// One instruction set's functions. The files that define them are compiled for that set, so they must not use inline
// functions from elsewhere: the linker would keep one copy for everybody.
#include <cstddef>
#include <cstdint>

namespace vernier::kernels {

struct Gemm;
struct RowNormalization;
struct PatchProduct;
struct PatchGradient;
struct PatchScatter;
struct Patches;
struct Depthwise;
struct SgdStep;
struct AdamStep;
struct NadamStep;
struct RmspropStep;

struct Table {
  const char* name;
  void (*gemm)(const Gemm&);
  std::ptrdiff_t panel_columns;  // of the workspace of a patch product
  void (*patch_product)(const PatchProduct&);
  void (*patch_gradient)(const PatchGradient&);
  void (*depthwise)(const Depthwise&, const float* bias, float* y);
  void (*depthwise_kernel_gradient)(const Depthwise&, const float* dy, float* dkernel, bool accumulate);
  void (*depthwise_input_gradient)(const Depthwise&, const float* dy, float* dx);
  void (*patch_scatter)(const PatchScatter&);
  void (*max_pooling)(const Patches&, float* y, float* chosen);
  void (*max_pooling_gradient)(const Patches&, const float* chosen, const float* dy, float* dx);
  void (*average_pooling)(const Patches&, float* y);
  void (*average_pooling_gradient)(const Patches&, const float* dy, float* dx);
  void (*column_sums)(const float* x, std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t stride, float* out,
                      bool accumulate);
  void (*axpy)(float a, const float* x, float* y, std::ptrdiff_t n);
  void (*multiply)(const float* a, const float* b, float* y, std::ptrdiff_t n);
  void (*multiply_add)(const float* a, const float* b, float* y, std::ptrdiff_t n);
  void (*exp)(const float* x, float* y, std::ptrdiff_t n);
  void (*log)(const float* x, float* y, std::ptrdiff_t n);
  void (*tanh)(const float* x, float* y, std::ptrdiff_t n);
  void (*sigmoid)(const float* x, float* y, std::ptrdiff_t n);
  void (*softmax_rows)(const float* x, std::ptrdiff_t rows, std::ptrdiff_t columns, float* y);
  void (*normalize_rows)(const RowNormalization&, const float* x, float* y, float* mean, float* inverse);
  void (*normalize_rows_gradient)(const RowNormalization&, const float* x, const float* mean, const float* inverse,
                                  const float* dy, float* dgamma, float* dbeta, float* dx);
  void (*dropout_mask)(std::uint64_t key, std::uint32_t threshold, float scale, float* mask, std::ptrdiff_t n);
  void (*relu)(const float* x, float* y, std::ptrdiff_t n);
  void (*relu_gradient)(const float* y, const float* dy, float* dx, std::ptrdiff_t n);
  void (*sigmoid_gradient)(const float* y, const float* dy, float* dx, std::ptrdiff_t n);
  void (*tanh_gradient)(const float* y, const float* dy, float* dx, std::ptrdiff_t n);
  void (*softmax_gradient_rows)(const float* y, const float* dy, std::ptrdiff_t rows, std::ptrdiff_t columns,
                                float* dx);
  double (*sum_of_squares)(const float* x, std::ptrdiff_t n);
  void (*sgd)(const SgdStep& step, const float* g, float* w, float* v, std::ptrdiff_t n);
  void (*adam)(const AdamStep& step, const float* g, float* w, float* m, float* v, float* largest, std::ptrdiff_t n);
  void (*nadam)(const NadamStep& step, const float* g, float* w, float* m, float* v, std::ptrdiff_t n);
  void (*rmsprop)(const RmspropStep& step, const float* g, float* w, float* v, float* mean, float* buffer,
                  std::ptrdiff_t n);
  void (*adagrad)(float rate, float epsilon, const float* g, float* w, float* a, std::ptrdiff_t n);
};

extern const Table table_generic;
#if defined(__x86_64__)
extern const Table table_v3;
extern const Table table_v4;
void gemm_bfloat16(const Gemm&);  // where the processor has its instructions
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
