// For every processor: x86-64-v2 on x86, whatever the compiler targets elsewhere.
#define VERNIER_ISA_TABLE table_generic
#if defined(__x86_64__)
#define VERNIER_ISA_NAME "x86-64-v2"
#else
#define VERNIER_ISA_NAME "generic"
#endif
#include "vernier/tensor/isa/functions.inc"
