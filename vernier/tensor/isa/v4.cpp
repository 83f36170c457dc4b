// For processors with AVX-512.
#if defined(__x86_64__)
#define VERNIER_ISA_TABLE table_v4
#define VERNIER_ISA_NAME "x86-64-v4"
#include "vernier/tensor/isa/functions.inc"
#endif
