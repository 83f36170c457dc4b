#include "vernier/study/build_class.hpp"

#include <fmt/core.h>
#include <sys/utsname.h>

#ifndef VERNIER_VERSION
#error "VERNIER_VERSION is defined by CMakeLists.txt"
#endif

namespace vernier {

std::string build_class() { return fmt::format("{} ({})", VERNIER_VERSION, __VERSION__); }

std::string machine_class() {
#if defined(__x86_64__)
  // The levels of the x86-64 psABI, told by the feature that each is known for.
  if (__builtin_cpu_supports("avx512f")) return "x86-64-v4";
  if (__builtin_cpu_supports("avx2")) return "x86-64-v3";
  if (__builtin_cpu_supports("sse4.2")) return "x86-64-v2";
  return "x86-64";
#else
  utsname name{};
  return ::uname(&name) == 0 ? name.machine : "unknown";
#endif
}

}  // namespace vernier
