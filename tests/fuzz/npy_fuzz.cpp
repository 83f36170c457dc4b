// Anything at all as NPY or NPZ: an array, or an error of the library; never a crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/data/readers/arrays.hpp"
#include "vernier/data/readers/zip.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    if (vernier::looks_like_npy(bytes)) {
      (void)vernier::read_npy(bytes, "fuzz");
    } else {
      for (const auto& [name, member] : vernier::read_zip(bytes, "fuzz", 1 << 20))
        (void)vernier::read_npy(member, name);
    }
  } catch (const vernier::Error&) {
  }
  return 0;
}
