#pragma once
// What a file is, told from its first bytes alone: a file that is not ours is never opened by SQLite, so it stays
// untouched.
#include <cstdint>
#include <string>

namespace vernier {

/// "Vrnr", the application_id in the header of a store.
inline constexpr std::int32_t store_application_id = 0x56726e72;
/// The user_version of the stores that this version makes and reads.
inline constexpr std::int32_t store_schema_version = 1;

enum class StoreFile { missing, present };
/// Throws BadData for a directory, for what is no SQLite database, for a database of another program and for one that
/// is shorter than it says; StorageError for a newer version or a file that cannot be read. An empty file counts as
/// missing.
[[nodiscard]] StoreFile inspect_store_file(const std::string& path);

}  // namespace vernier
