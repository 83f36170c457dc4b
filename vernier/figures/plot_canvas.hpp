#pragma once
// A grid of terminal cells to draw points and lines on: 2 x 4 braille dots a cell, or one mark a cell.
#include <cstdint>
#include <string>
#include <vector>

#include "vernier/figures/terminal_style.hpp"

namespace vernier {

class PlotCanvas {
 public:
  PlotCanvas(int columns, int rows, bool braille);

  /// The size in dots. Dot (0, 0) is at the top left.
  [[nodiscard]] int dots_across() const { return columns_ * (braille_ ? 2 : 1); }
  [[nodiscard]] int dots_down() const { return rows_ * (braille_ ? 4 : 1); }

  void dot(int x, int y, std::size_t series);
  /// All dots from one to the other (Bresenham).
  void line(int x0, int y0, int x1, int y1, std::size_t series);
  /// One whole cell at this dot is shown as the mark of the series, unless a line runs through it.
  void mark(int x, int y, std::size_t series);

  /// One row of cells, coloured, without the blanks at its end.
  [[nodiscard]] std::string row(int row, const TerminalStyle& style) const;

 private:
  struct Cell {
    std::uint8_t dots = 0;
    bool marked = false;
    std::size_t series = 0;
  };
  [[nodiscard]] Cell& cell_of(int x, int y);

  int columns_;
  int rows_;
  bool braille_;
  std::vector<Cell> cells_;
};

/// What stands for the points of a series: a dot where colours tell series apart, else a different sign for each.
[[nodiscard]] std::string_view series_mark(std::size_t series, const TerminalStyle& style);

}  // namespace vernier
