// The part of the ZIP format that NumPy and Keras write. Source: PKWARE APPNOTE 6.3.
#include "vernier/data/readers/zip.hpp"

#include <fmt/core.h>

#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/data/readers/inflate.hpp"

namespace vernier {
namespace {

class ZipReader {
 public:
  ZipReader(std::string_view bytes, std::string_view source) : bytes_(bytes), source_(source) {}

  std::map<std::string, std::string> members(std::uint64_t max_bytes) {
    const std::size_t end = find_end();
    std::uint64_t count = number(end + 10, 2);
    std::uint64_t at = number(end + 16, 4);
    if (at == 0xFFFFFFFF || count == 0xFFFF) {
      if (end < 20 || number(end - 20, 4) != 0x07064B50) fail();
      const std::uint64_t wide = number(end - 12, 8);
      if (number(wide, 4) != 0x06064B50) fail();
      count = number(wide + 32, 8);
      at = number(wide + 48, 8);
    }
    std::map<std::string, std::string> result;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (number(at, 4) != 0x02014B50) fail();
      const std::uint64_t name_size = number(at + 28, 2);
      const std::uint64_t extra_size = number(at + 30, 2);
      std::string name(part(at + 46, name_size));
      std::string member = read_member(at, part(at + 46 + name_size, extra_size), max_bytes);
      max_bytes -= member.size();
      result[std::move(name)] = std::move(member);
      at += 46 + name_size + extra_size + number(at + 32, 2);
    }
    return result;
  }

 private:
  [[noreturn]] void fail() const {
    throw BadData(fmt::format("{} is a damaged or incomplete ZIP archive", source_), "a whole archive",
                  "Write or copy the file again.");
  }
  [[nodiscard]] std::string_view part(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) fail();
    return bytes_.substr(at, size);
  }
  [[nodiscard]] std::uint64_t number(std::uint64_t at, std::size_t size) const {
    const std::string_view raw = part(at, size);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
    return value;
  }
  // the end record is the last 22 bytes, or lies before a comment of at most 65535
  [[nodiscard]] std::size_t find_end() const {
    if (bytes_.size() < 22) fail();
    const std::size_t first = bytes_.size() > 22 + 65535 ? bytes_.size() - 22 - 65535 : 0;
    const std::size_t at = bytes_.rfind("PK\x05\x06", bytes_.size() - 22);
    if (at == std::string_view::npos || at < first) fail();
    return at;
  }
  [[nodiscard]] std::string read_member(std::uint64_t entry, std::string_view extra, std::uint64_t max_bytes) const {
    if ((number(entry + 8, 2) & 1) != 0) throw Unsupported(fmt::format("{} is encrypted", source_), "a plain archive");
    const std::uint64_t method = number(entry + 10, 2);
    std::uint64_t packed = number(entry + 20, 4);
    std::uint64_t size = number(entry + 24, 4);
    std::uint64_t local = number(entry + 42, 4);
    while (extra.size() >= 4) {  // ZIP64: the fields that did not fit, in this order
      const std::size_t at = static_cast<std::size_t>(extra.data() - bytes_.data());
      const std::uint64_t length = number(at + 2, 2);
      if (length > extra.size() - 4) fail();
      if (number(at, 2) == 1) {
        std::uint64_t field = at + 4;
        for (std::uint64_t* value : {&size, &packed, &local}) {
          if (*value != 0xFFFFFFFF) continue;
          *value = number(field, 8);
          field += 8;
        }
      }
      extra.remove_prefix(4 + length);
    }
    if (number(local, 4) != 0x04034B50) fail();
    const std::uint64_t start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    const std::string_view data = part(start, packed);
    if (size > most_unpacked(packed, max_bytes)) {
      throw BadData(fmt::format("{} unpacks to {} bytes and more", source_, size), "a smaller archive",
                    "If it is meant, write it without compression.");
    }
    if (method == 0 && size == packed) return std::string(data);
    if (method == 8) return inflate_raw(data, size, source_);
    throw Unsupported(fmt::format("{} uses ZIP method {}", source_, method), "stored or deflated members");
  }

  std::string_view bytes_;
  std::string_view source_;
};

}  // namespace

bool looks_like_zip(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

std::map<std::string, std::string> read_zip(std::string_view bytes, std::string_view source, std::uint64_t max_bytes) {
  return ZipReader(bytes, source).members(max_bytes);
}

}  // namespace vernier
