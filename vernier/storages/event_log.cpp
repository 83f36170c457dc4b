#include "vernier/storages/event_log.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/storages/sqlite_log.hpp"

namespace vernier {

std::shared_ptr<EventLog> open_event_log(std::string_view url, bool must_exist) {
  constexpr std::string_view sqlite = "sqlite:///";
  if (url == "memory://") return make_memory_log();
  if (url.starts_with(sqlite) && url.size() > sqlite.size()) {
    return open_sqlite_log(std::string(url.substr(sqlite.size())), {.must_exist = must_exist});
  }
  const bool file = !url.empty() && url.find("://") == std::string_view::npos;
  throw InvalidArgument(fmt::format("'{}' is no storage", url), "memory:// or sqlite:///PATH",
                        fmt::format("For a file write sqlite:///{}.", file ? url : "vernier.db"));
}

}  // namespace vernier
