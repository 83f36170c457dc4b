// Anything at all as the output of a program: reports, results or an error, whatever the reader.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/workers/line_protocol.hpp"
#include "vernier/workers/line_splitter.hpp"
#include "vernier/workers/readers/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view output(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> objectives{"value"};
  for (const vernier::Component& reads :
       {vernier::Component("last"), vernier::Component("keras"), vernier::Component("json"),
        vernier::Component("pattern", {{"line", "step {step}: {value} end"}})}) {
    const auto reader = vernier::make_reader(reads, {.objectives = objectives});
    vernier::LineSplitter splitter;
    vernier::Readings found;
    const auto take = [&](std::string_view line) {
      try {
        if (!vernier::protocol_line(line, objectives)) reader->line(line, found);
      } catch (const vernier::Error&) {
      }
    };
    splitter.add(output, take);
    splitter.finish(take);
  }
  return 0;
}
