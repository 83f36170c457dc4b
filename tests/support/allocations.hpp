#pragma once
// Counts what is taken from the heap, below operator new, so that what libraries do counts too. It defines malloc:
// include it in one source of an executable.
#include <cstddef>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define VERNIER_COUNTS_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define VERNIER_COUNTS_ALLOCATIONS 0
#endif
#endif
#ifndef VERNIER_COUNTS_ALLOCATIONS
#define VERNIER_COUNTS_ALLOCATIONS 1
#endif

namespace vernier {

/// False where a sanitizer replaces malloc.
inline constexpr bool counts_allocations = VERNIER_COUNTS_ALLOCATIONS != 0;

/// Of this thread, while `counting` is set.
inline thread_local long allocations = 0;
inline thread_local bool counting = false;

template <class Call>
long allocations_of(Call&& call) {
  allocations = 0;
  counting = true;
  call();
  counting = false;
  return allocations;
}

}  // namespace vernier

#if VERNIER_COUNTS_ALLOCATIONS
// glibc's own entry points; operator new ends in malloc
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void* malloc(std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  return __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  return __libc_memalign(alignment, size);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  vernier::allocations += vernier::counting ? 1 : 0;
  *memory = __libc_memalign(alignment, size);
  return *memory == nullptr ? 12 : 0;
}
}
#endif
