#pragma once
// ZIP archives in memory.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace vernier {

/// The members of a ZIP archive (stored or deflated, ZIP64 too) by name. Throws BadData when they would unpack to more
/// than `max_bytes` in all.
[[nodiscard]] std::map<std::string, std::string> read_zip(std::string_view bytes, std::string_view source,
                                                          std::uint64_t max_bytes);
[[nodiscard]] bool looks_like_zip(std::string_view bytes);

}  // namespace vernier
