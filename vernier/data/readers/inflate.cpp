#include "vernier/data/readers/inflate.hpp"

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr std::uint64_t modest_size = std::uint64_t{1} << 30;
constexpr std::uint64_t modest_ratio = 100;

/// One zlib stream over bytes in memory.
class Inflater {
 public:
  Inflater(std::string_view bytes, int window_bits) : rest_(bytes) {
    if (inflateInit2(&stream_, window_bits) != Z_OK) throw BadData("zlib could not be started");
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// Appends what comes out, at most up to `limit` bytes in all and one more. False: damaged or cut.
  bool run(std::string& out, std::uint64_t limit) {
    char buffer[1 << 16];
    for (;;) {
      feed();
      stream_.next_out = reinterpret_cast<Bytef*>(buffer);
      stream_.avail_out = sizeof buffer;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      const std::size_t got = sizeof buffer - stream_.avail_out;
      out.append(buffer, got);
      if (status == Z_STREAM_END) return true;
      if (status != Z_OK && status != Z_BUF_ERROR) return false;
      if (out.size() > limit) return true;
      if (got == 0 && rest_.empty() && stream_.avail_in == 0) return false;
    }
  }
  /// Starts over behind a finished member; false when nothing of one follows.
  bool next_member() {
    feed();
    if (stream_.avail_in < 2 || stream_.next_in[0] != 0x1F || stream_.next_in[1] != 0x8B) return false;
    return inflateReset(&stream_) == Z_OK;
  }

 private:
  void feed() {
    if (stream_.avail_in > 0 && !rest_.empty() && stream_.avail_in < 2) {  // keep a member's two magic bytes together
      rest_ = {rest_.data() - stream_.avail_in, rest_.size() + stream_.avail_in};
      stream_.avail_in = 0;
    }
    if (stream_.avail_in > 0 || rest_.empty()) return;
    const std::size_t count = std::min<std::size_t>(rest_.size(), std::size_t{1} << 30);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));  // zlib does not write to it
    stream_.avail_in = static_cast<uInt>(count);
    rest_.remove_prefix(count);
  }

  z_stream stream_{};
  std::string_view rest_;
};

}  // namespace

std::uint64_t most_unpacked(std::uint64_t packed, std::uint64_t max_bytes) {
  return std::min(max_bytes, std::max(modest_size, packed * modest_ratio));
}

std::string gunzip(std::string bytes, std::string_view source, std::uint64_t max_bytes) {
  if (bytes.size() < 2 || bytes[0] != '\x1F' || bytes[1] != '\x8B') return bytes;
  max_bytes = most_unpacked(bytes.size(), max_bytes);
  Inflater inflater(bytes, 15 + 16);
  std::string out;
  do {
    if (!inflater.run(out, max_bytes)) {
      throw BadData(fmt::format("{} is a damaged or incomplete gzip file", source), "a whole gzip stream",
                    "Copy or download the file again.");
    }
    if (out.size() > max_bytes) {
      throw BadData(fmt::format("{} unpacks to more than {} bytes", source, max_bytes), "a smaller file",
                    "If it is meant, unpack it first.");
    }
  } while (inflater.next_member());
  return out;
}

std::string inflate_raw(std::string_view bytes, std::uint64_t size, std::string_view source) {
  Inflater inflater(bytes, -15);
  std::string out;
  if (!inflater.run(out, size) || out.size() != size) {
    throw BadData(fmt::format("{} is damaged: its compressed data do not unpack to {} bytes", source, size),
                  "a whole ZIP archive", "Write or copy the file again.");
  }
  return out;
}

}  // namespace vernier
