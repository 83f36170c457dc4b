#pragma once
// Text as a terminal shows it: how wide it is, and how it is made harmless.
//
// All functions take UTF-8, accept any bytes, and are thread-safe.
#include <string>
#include <string_view>

namespace vernier {

/// The number of columns that `text` takes: 2 for East Asian wide characters and emoji, 0 for combining marks
/// (Unicode Standard Annex 11). Text must be free of control characters; see escape_text.
[[nodiscard]] int display_width(std::string_view text);

/// `text` with everything that could move the cursor or reorder the line made visible: control characters as \n, \t,
/// \x1b, direction overrides as \u202e, bytes that are not UTF-8 as \xff.
[[nodiscard]] std::string escape_text(std::string_view text);

/// The longest beginning that fits into `width` columns, with an ellipsis where something was cut off.
[[nodiscard]] std::string cut_text(std::string_view text, int width, std::string_view ellipsis = "…");

/// Fills with spaces up to `width` columns.
[[nodiscard]] std::string pad_right(std::string_view text, int width);
[[nodiscard]] std::string pad_left(std::string_view text, int width);

/// Exactly `width` columns of a line that may hold colours (inked): cut off or filled with spaces.
[[nodiscard]] std::string fit_inked(std::string_view line, int width);

}  // namespace vernier
