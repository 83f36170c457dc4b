#include "vernier/storages/sqlite_file.hpp"

#include <fmt/core.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

// Offsets of https://www.sqlite.org/fileformat.html, section 1.3; numbers are big-endian.
constexpr std::size_t header_size = 100;
constexpr std::size_t page_size_at = 16;
constexpr std::size_t page_count_at = 28;
constexpr std::size_t user_version_at = 60;
constexpr std::size_t application_id_at = 68;
using StoreHeader = std::array<unsigned char, header_size>;

std::uint32_t header_number(const StoreHeader& header, std::size_t at) {
  return std::uint32_t{header[at]} << 24 | std::uint32_t{header[at + 1]} << 16 | std::uint32_t{header[at + 2]} << 8 |
         std::uint32_t{header[at + 3]};
}

[[noreturn]] void refuse_foreign(const std::string& path, std::string_view what) {
  throw BadData(fmt::format("{} {}", path, what), "a study store made by Vernier",
                "Name another file with --storage sqlite:///PATH; this one was left as it is.");
}

}  // namespace

StoreFile inspect_store_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return StoreFile::missing;
  if (std::filesystem::is_directory(status)) refuse_foreign(path, "is a directory");
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw StorageError(fmt::format("{} cannot be opened: {}", path, std::strerror(errno)), "a readable file");
  }
  StoreHeader header{};
  file.read(reinterpret_cast<char*>(header.data()), header_size);
  if (file.gcount() == 0) return StoreFile::missing;
  constexpr std::string_view magic{"SQLite format 3\0", 16};
  if (file.gcount() < static_cast<std::streamsize>(header_size) ||
      std::memcmp(header.data(), magic.data(), magic.size()) != 0) {
    refuse_foreign(path, "is no SQLite database");
  }
  if (header_number(header, application_id_at) != static_cast<std::uint32_t>(store_application_id)) {
    refuse_foreign(path, "is the database of another program");
  }
  const std::uint32_t version = header_number(header, user_version_at);
  if (version > static_cast<std::uint32_t>(store_schema_version)) {
    throw StorageError(fmt::format("{} was made by a newer version of Vernier (schema {})", path, version),
                       fmt::format("schema {} or older", store_schema_version),
                       "Update Vernier, or name another file; this one was left as it is.");
  }
  // With a write-ahead log or a journal beside it, the file may rightly be behind its header.
  const std::uint32_t size_word = std::uint32_t{header[page_size_at]} << 8 | header[page_size_at + 1];
  const std::uint64_t expected =
      std::uint64_t{size_word == 1 ? 65536 : size_word} * header_number(header, page_count_at);
  const bool alone =
      !std::filesystem::exists(path + "-wal", error) && !std::filesystem::exists(path + "-journal", error);
  if (alone && std::filesystem::file_size(path, error) < expected) {
    refuse_foreign(path, fmt::format("is damaged: it is cut off, {} bytes are missing",
                                     expected - std::filesystem::file_size(path, error)));
  }
  return StoreFile::present;
}

}  // namespace vernier
