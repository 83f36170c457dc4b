// Any lines at all over the pipe: each is answered by one line of JSON; never a crash, hang or leak.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "apps/cli/pipe_session.hpp"
#include "vernier/base/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  vernier::SearchSpace space;
  space.add("lr", vernier::Distribution::real(1e-4, 1, true))
      .add("kind", vernier::Distribution::categorical({std::string("a"), std::string("b")}))
      .add("n", vernier::Distribution::integer(1, 4), "kind == 'a'");
  vernier::cli::PipeSession session(vernier::Study::open(
      "memory://", {.name = "fuzz", .space = space, .sampler = "random", .window = vernier::Window::none()}));
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string answer = session.handle(rest.substr(0, end));
    if (answer.find('\n') != std::string::npos || !vernier::Json::accept(answer)) std::abort();
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return 0;
}
