#include "vernier/figures/terminal_style.hpp"

#include <array>

#include <fmt/core.h>

namespace vernier {

std::string inked(std::string_view text, Ink ink, const TerminalStyle& style) {
  static constexpr std::array<int, 9> codes{0, 1, 2, 31, 32, 33, 34, 35, 36};
  if (!style.color || ink == Ink::plain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", codes[static_cast<std::size_t>(ink)], text);
}

Ink series_ink(std::size_t series) {
  static constexpr std::array<Ink, 6> inks{Ink::cyan, Ink::yellow, Ink::green, Ink::magenta, Ink::red, Ink::blue};
  return inks[series % inks.size()];
}

}  // namespace vernier
