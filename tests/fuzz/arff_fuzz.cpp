// Anything at all as ARFF: a table, or an error of the library; never a crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <string>

#include "vernier/base/errors.hpp"
#include "vernier/data/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vernier::ReadOptions options;
  options.max_bytes = 1 << 20;
  options.format = "arff";
  try {
    const vernier::Table table =
        vernier::parse_table(std::string(reinterpret_cast<const char*>(data), size), "fuzz", options);
    (void)vernier::describe_columns(table);
  } catch (const vernier::Error&) {
  }
  return 0;
}
