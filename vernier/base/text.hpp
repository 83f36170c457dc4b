#pragma once
// Small text helpers that several modules need.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vernier {

/// The candidate nearest to `word` by edit distance, if it is near enough to be a likely slip of the pen.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates);

/// "Did you mean 'x'?" when a candidate is near, else "Known names: a, b, c."
[[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string> candidates);

/// The whole of `text` as a number (inf and nan included); nothing when any character is left over.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// The shortest text that reads back as the same double: 0.1, 1e-05, 3, nan, inf.
[[nodiscard]] std::string format_number(double value);

/// The length of the UTF-8 sequence at `at`; 0 when there is none (overlong forms and surrogates included).
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

}  // namespace vernier
