#pragma once
// What a terminal can show.
#include <string>
#include <string_view>

namespace vernier {

struct TerminalStyle {
  int width = 80;       ///< columns
  int height = 24;      ///< lines
  bool unicode = true;  ///< false: ASCII alone
  bool color = false;
};

enum class Ink { plain, bold, faint, red, green, yellow, blue, magenta, cyan };

/// `text` in this colour where the style has colours.
[[nodiscard]] std::string inked(std::string_view text, Ink ink, const TerminalStyle& style);
/// The colour of the k-th series of a figure.
[[nodiscard]] Ink series_ink(std::size_t series);

}  // namespace vernier
