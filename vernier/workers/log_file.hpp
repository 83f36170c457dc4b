#pragma once
// What a program printed, kept in a file of bounded size.
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "vernier/workers/file_handle.hpp"

namespace vernier {

/// The beginning of a stream, at most max_size of it; then a line says that the rest is left out. A log that cannot be
/// written (a full disk) is given up: the program goes on.
class LogFile {
 public:
  static constexpr std::uint64_t max_size = std::uint64_t{16} << 20U;

  /// Made at the first byte, in place of an older file.
  explicit LogFile(std::filesystem::path path) : path_(std::move(path)) {}
  void add(std::string_view bytes);
  /// Why it was given up; empty where it was not.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  void write(std::string_view bytes);

  std::filesystem::path path_;
  FileHandle file_;
  std::uint64_t size_ = 0;
  std::string failure_;
};

}  // namespace vernier
