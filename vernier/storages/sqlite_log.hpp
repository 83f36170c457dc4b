#pragma once
// The event log in an SQLite file; docs/formats/storage.md describes the schema and what survives what.
#include <chrono>
#include <memory>
#include <string>

#include "vernier/storages/event_log.hpp"

namespace vernier {

struct SqliteOptions {
  bool must_exist = false;
  /// What a power cut may take: a commit is synced at most this long after it was acknowledged.
  std::chrono::milliseconds sync_within{1000};
  std::chrono::milliseconds busy_timeout{30000};
  std::string vfs{};  ///< an SQLite VFS by name, for tests of power cuts
};

/// Errors as for open_event_log.
[[nodiscard]] std::shared_ptr<EventLog> open_sqlite_log(const std::string& path, const SqliteOptions& options = {});

}  // namespace vernier
