// Any text is either a space, which then draws configurations that pass its own check and reads back from its JSON, or
// is refused with InvalidArgument.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/space/space_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vernier;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  SpaceFile file;
  try {
    file = space_file_from_json(yaml_to_json(text, "fuzz"), "fuzz");
  } catch (const InvalidArgument&) {
    return 0;
  }
  Rng rng(1);
  try {
    if (const auto params = file.space.sample(rng, 100)) file.space.check(*params, "fuzz");
    (void)file.space.count(1000);
  } catch (const InvalidArgument& error) {
    // the one mistake that may show late: a text where a branch that was not met before needs a number
    if (std::string_view(error.what()).find("is a text") == std::string_view::npos) std::abort();
    return 0;
  }
  if (!(space_from_json(to_json(file.space), "again") == file.space)) std::abort();
  return 0;
}
