// Any bytes are an image or a BadData.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/data/readers/image.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const vernier::Image image = vernier::decode_image({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (image.pixels.size() < 1'000'000) (void)vernier::resized(image, 5, 7);
  } catch (const vernier::Error&) {  // refused
  }
  return 0;
}
