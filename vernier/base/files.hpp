#pragma once
// Whole files, read and written safely.
#include <filesystem>
#include <string>
#include <string_view>

namespace vernier {

/// The bytes of a file. Throws NotFound when it is missing, BadData when it is a directory or cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Writes a file that may be lost with the machine: no sync. Throws StorageError.
void write_file(const std::filesystem::path& path, std::string_view bytes);

/// Replaces a file as a whole: writes beside it, syncs, renames. A reader or a crash sees the old or the new content,
/// never a part. Throws StorageError (a full disk, a read-only folder) and leaves no remains.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// Makes a folder and what is missing above it. Throws StorageError.
void make_folder(const std::filesystem::path& folder);

/// Whether files can be made in `folder` (empty: the current one), which may itself be missing so far. Throws
/// InvalidArgument when not, so that long work does not begin in vain; writes nothing.
void check_writable_folder(const std::filesystem::path& folder);

}  // namespace vernier
