// Any bytes are either a recorded task, whose every configuration has a truth and a regret, or are refused with
// InvalidArgument.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/benchmark/recorded_task.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vernier;
  Json json = Json::parse(std::string_view(reinterpret_cast<const char*>(data), size), nullptr, false);
  if (json.is_discarded()) return 0;
  try {
    const RecordedTask task = RecordedTask::from_json(std::move(json), "fuzz");
    Rng rng(1);
    for (int k = 0; k < 20; ++k) {
      if (const auto params = task.file().space.sample(rng, 100)) {
        if (task.regret(*params) < 0) std::abort();
      }
    }
  } catch (const InvalidArgument&) {
  }
  return 0;
}
