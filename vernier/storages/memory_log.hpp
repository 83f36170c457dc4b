#pragma once
// The event log that lives and dies with its process.
#include <memory>

#include "vernier/storages/event_log.hpp"

namespace vernier {

/// An empty store.
[[nodiscard]] std::shared_ptr<EventLog> make_memory_log();

}  // namespace vernier
