// For processors with AVX2 and FMA.
#if defined(__x86_64__)
#define VERNIER_ISA_TABLE table_v3
#define VERNIER_ISA_NAME "x86-64-v3"
#include "vernier/tensor/isa/functions.inc"
#endif
