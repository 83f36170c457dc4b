#pragma once
// Figures in a terminal: braille or block characters, or ASCII alone.
#include <string>

#include "vernier/figures/figure.hpp"
#include "vernier/figures/terminal_style.hpp"

namespace vernier {

/// The figure in at most style.width columns and style.height lines (at least 40 by 8; bars at least 24 columns, and a
/// line each). Ends with a newline. A figure without any finite point says so in one line, and so does one of a kind
/// that only the page draws: a grid, spans, parallel axes, a plane of two parameters. Areas are left out.
[[nodiscard]] std::string draw_figure(const Figure& figure, const TerminalStyle& style);

}  // namespace vernier
