#include "vernier/workers/readers/support/followed_file.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace vernier {
namespace {

constexpr std::size_t remembered_bytes = 256;

}  // namespace

FollowedFile::FollowedFile(std::filesystem::path path, bool all) : path_(std::move(path)) {
  if (all) return;
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path_, missing);
  if (missing) return;
  offset_ = size;
  const std::uintmax_t from = size - std::min<std::uintmax_t>(size, remembered_bytes);
  before_ = bytes_at(from, remembered_bytes);
}

std::string FollowedFile::bytes_at(std::uintmax_t from, std::size_t most) const {
  std::ifstream file(path_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(from));
  std::string bytes(most, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(most));
  bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return bytes;
}

FollowedFile::Piece FollowedFile::read() {
  Piece piece;
  std::error_code missing;
  const std::uintmax_t size = std::filesystem::file_size(path_, missing);
  if (missing) return piece;
  if (size < offset_ || bytes_at(offset_ - before_.size(), before_.size()) != before_) {
    offset_ = 0;
    before_.clear();
    fresh_ = true;
  }
  if (size == offset_) return piece;
  piece.bytes = bytes_at(offset_, static_cast<std::size_t>(std::min<std::uintmax_t>(size - offset_, most_at_once)));
  piece.restarted = fresh_;
  fresh_ = fresh_ && piece.bytes.empty();
  offset_ += piece.bytes.size();
  before_ += piece.bytes;
  if (before_.size() > remembered_bytes) before_.erase(0, before_.size() - remembered_bytes);
  return piece;
}

}  // namespace vernier
