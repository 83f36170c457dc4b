#include "vernier/base/files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw NotFound(fmt::format("{} does not exist", path.string()), "a file", "Check the path.");
  }
  if (fs::is_directory(status))
    throw BadData(fmt::format("{} is a directory", path.string()), "a file", "Name a file in it.");
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  char buffer[1 << 16];
  while (in.read(buffer, sizeof buffer) || in.gcount() > 0) bytes.append(buffer, static_cast<std::size_t>(in.gcount()));
  if (in.bad() || !in.is_open()) {
    throw BadData(fmt::format("{} cannot be read: {}", path.string(), std::strerror(errno)), "a readable file");
  }
  return bytes;
}

namespace {

[[noreturn]] void refuse_write(const fs::path& path, const char* step, int reason) {
  throw StorageError(fmt::format("{} cannot be written ({}: {})", path.string(), step, std::strerror(reason)),
                     "a writable folder with free space",
                     "Free some space or name another folder, then repeat the command.");
}

// Makes the file with this content. The step that failed, with errno; null when none did.
const char* write_whole(const char* path, std::string_view bytes, bool sync) {
  const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return "open";
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int reason = errno;
      ::close(file);
      errno = reason;
      return "write";
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  const bool synced = !sync || ::fsync(file) == 0;
  return ::close(file) != 0 || !synced ? "sync" : nullptr;
}

}  // namespace

void write_file(const fs::path& path, std::string_view bytes) {
  if (const char* const step = write_whole(path.c_str(), bytes, false)) refuse_write(path, step, errno);
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  const std::string beside = fmt::format("{}.{}.part", path.string(), ::getpid());
  const char* step = write_whole(beside.c_str(), bytes, true);
  if (step == nullptr && ::rename(beside.c_str(), path.c_str()) != 0) step = "rename";
  if (step == nullptr) return;
  const int reason = errno;
  ::unlink(beside.c_str());
  refuse_write(path, step, reason);
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  throw StorageError(fmt::format("the folder {} cannot be made ({})", folder.string(), error.message()),
                     "a writable folder with free space",
                     "Free some space or name another folder, then repeat the command.");
}

void check_writable_folder(const fs::path& folder) {
  fs::path nearest = fs::absolute(folder.empty() ? fs::path(".") : folder);
  while (!fs::exists(nearest) && nearest.has_relative_path()) nearest = nearest.parent_path();
  const int reason = fs::is_directory(nearest) ? 0 : ENOTDIR;
  if (reason == 0 && ::access(nearest.c_str(), W_OK | X_OK) == 0) return;
  throw InvalidArgument(
      fmt::format("{} cannot be written ({})", folder.string(), std::strerror(reason == 0 ? errno : reason)),
      "a folder that exists or can be made, and is writable", "Name another folder.");
}

}  // namespace vernier
