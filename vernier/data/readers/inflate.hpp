#pragma once
// gzip and raw deflate, with a limit against decompression bombs.
#include <cstdint>
#include <string>
#include <string_view>

namespace vernier {

/// To how many bytes so many compressed ones may grow: a small file must not fill the memory. A table or an array
/// seldom shrinks to a hundredth; below 1 GiB it may.
[[nodiscard]] std::uint64_t most_unpacked(std::uint64_t packed, std::uint64_t max_bytes);
/// Undoes gzip (several members too). Bytes that do not begin like gzip come back as they are. Throws BadData for a
/// damaged or cut stream, or one that grows beyond most_unpacked.
[[nodiscard]] std::string gunzip(std::string bytes, std::string_view source, std::uint64_t max_bytes);
/// Undoes the raw deflate of a ZIP member of exactly this size. Throws BadData as above.
[[nodiscard]] std::string inflate_raw(std::string_view bytes, std::uint64_t size, std::string_view source);

}  // namespace vernier
