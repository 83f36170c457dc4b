// Files of Keras: an archive, a description in it, weights in HDF5. The whole input is a file, or where it does not
// begin like an archive, the parts of one.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/keras/graph_config.hpp"
#include "vernier/keras/hdf5.hpp"
#include "vernier/keras/load.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    if (bytes.starts_with("PK")) {
      (void)vernier::keras::read(bytes, "fuzz");
    } else if (bytes.starts_with("\x89HDF")) {
      (void)vernier::keras::read_hdf5(bytes, "fuzz");
    } else {
      (void)vernier::keras::read_model_config(bytes, "fuzz");
    }
  } catch (const vernier::Error&) {
  }
  return 0;
}
