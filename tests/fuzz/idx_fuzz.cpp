// Anything at all as IDX: an array, or an error of the library; never a crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/data/readers/arrays.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    (void)vernier::read_idx(bytes, "fuzz");
  } catch (const vernier::Error&) {
  }
  return 0;
}
