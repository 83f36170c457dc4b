// Any text either parses or is refused with InvalidArgument; what parses evaluates, or is refused for its types.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "vernier/base/errors.hpp"
#include "vernier/space/expression.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vernier;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const Expression expression = Expression::parse(text);
    if (!(Expression::parse(expression.text()) == expression)) std::abort();
    ParamMap numbers;
    ParamMap texts;
    for (const std::string& name : expression.names()) {
      numbers[name] = 0.5;
      texts[name] = std::string("a");
    }
    for (const ParamMap* params : {&numbers, &texts}) {
      try {
        const bool holds = expression.holds(*params);
        if (holds != (expression.violation(*params) == 0)) std::abort();
      } catch (const InvalidArgument&) {
      }
    }
  } catch (const InvalidArgument&) {
  }
  return 0;
}
