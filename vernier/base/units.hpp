#pragma once
// Amounts with units, as people write them: 90s, 10m, 4GiB.
#include <cstdint>
#include <string_view>

namespace vernier {

/// Seconds from 90, 90s, 1.5m, 2h, 1d, 500ms. Throws InvalidArgument naming `what`.
[[nodiscard]] double duration_from_text(std::string_view text, std::string_view what);
/// Bytes from 1000000, 512MiB, 4GiB, 4GB. Throws InvalidArgument naming `what`.
[[nodiscard]] std::uint64_t bytes_from_text(std::string_view text, std::string_view what);

}  // namespace vernier
