#pragma once
// A file that another program is writing.
#include <cstdint>
#include <filesystem>
#include <string>

namespace vernier {

/// Hands out what is added to a file, and begins anew where the file was written anew.
class FollowedFile {
 public:
  static constexpr std::size_t most_at_once = std::size_t{4} << 20U;

  /// Of a file that is there already `all` is handed out, or nothing: it is of an earlier program.
  explicit FollowedFile(std::filesystem::path path, bool all = false);
  /// What was added since the last call, at most most_at_once of it. `restarted`: it is the beginning of the file.
  struct Piece {
    std::string bytes;
    bool restarted = false;
  };
  [[nodiscard]] Piece read();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  [[nodiscard]] std::string bytes_at(std::uintmax_t from, std::size_t most) const;

  std::filesystem::path path_;
  std::uintmax_t offset_ = 0;
  std::string before_;  // the last bytes in front of the offset: other ones mean another file
  bool fresh_ = true;   // nothing was handed out yet
};

}  // namespace vernier
