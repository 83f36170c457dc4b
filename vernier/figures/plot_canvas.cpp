#include "vernier/figures/plot_canvas.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace vernier {
namespace {

// U+2800 + bits: dots 1-2-3-7 go down the left column, 4-5-6-8 down the right one.
constexpr std::uint8_t braille_bits[2][4] = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

std::string braille_char(std::uint8_t dots) {
  return {static_cast<char>(0xE2), static_cast<char>(0xA0 | (dots >> 6U)), static_cast<char>(0x80 | (dots & 0x3FU))};
}

}  // namespace

PlotCanvas::PlotCanvas(int columns, int rows, bool braille)
    : columns_(columns),
      rows_(rows),
      braille_(braille),
      cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}

PlotCanvas::Cell& PlotCanvas::cell_of(int x, int y) {
  const int column = std::clamp(braille_ ? x / 2 : x, 0, columns_ - 1);
  const int row = std::clamp(braille_ ? y / 4 : y, 0, rows_ - 1);
  return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column)];
}

void PlotCanvas::dot(int x, int y, std::size_t series) {
  Cell& cell = cell_of(x, y);
  cell.dots = static_cast<std::uint8_t>(cell.dots | (braille_ ? braille_bits[x & 1][y & 3] : 1U));
  cell.series = series;
}

void PlotCanvas::line(int x0, int y0, int x1, int y1, std::size_t series) {
  const int dx = std::abs(x1 - x0), dy = -std::abs(y1 - y0);
  const int step_x = x0 < x1 ? 1 : -1, step_y = y0 < y1 ? 1 : -1;
  for (int error = dx + dy;;) {
    dot(x0, y0, series);
    if (x0 == x1 && y0 == y1) return;
    const int twice = 2 * error;
    if (twice >= dy) error += dy, x0 += step_x;
    if (twice <= dx) error += dx, y0 += step_y;
  }
}

void PlotCanvas::mark(int x, int y, std::size_t series) {
  Cell& cell = cell_of(x, y);
  cell.marked = true;
  if (cell.dots == 0) cell.series = series;
}

std::string PlotCanvas::row(int row, const TerminalStyle& style) const {
  std::string line;
  std::size_t blanks = 0;
  for (int column = 0; column < columns_; ++column) {
    const Cell& cell =
        cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column)];
    if (cell.dots == 0 && !cell.marked) {
      ++blanks;
      continue;
    }
    line.append(std::exchange(blanks, 0), ' ');
    const bool as_braille = cell.dots != 0 && braille_;
    const std::string shown = as_braille ? braille_char(cell.dots) : std::string(series_mark(cell.series, style));
    line += inked(shown, series_ink(cell.series), style);
  }
  return line;
}

std::string_view series_mark(std::size_t series, const TerminalStyle& style) {
  static constexpr std::array<std::string_view, 6> ascii{"*", "+", "o", "x", "#", "@"};
  static constexpr std::array<std::string_view, 6> unicode{"•", "+", "×", "○", "◆", "▲"};
  if (!style.unicode) return ascii[series % ascii.size()];
  return style.color ? unicode[0] : unicode[series % unicode.size()];
}

}  // namespace vernier
