// The reader of model files: any bytes are read or refused with BadData.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/nn/model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    (void)vernier::nn::Model::from_bytes(bytes, "file");
  } catch (const vernier::BadData&) {
  }
  return 0;
}
