#pragma once
// An aligned table for a terminal.
#include <string>
#include <vector>

#include "vernier/figures/terminal_style.hpp"

namespace vernier {

struct TextColumn {
  std::string title{};
  bool number = false;   ///< aligned to the right
  bool shrinks = false;  ///< cut first when the table is wider than the terminal
};

/// A value type. Cells are plain text, escaped when drawn; a row may be shorter than the columns.
struct TextTable {
  std::vector<TextColumn> columns{};
  std::vector<std::vector<std::string>> rows{};
};

/// Lines of at most style.width columns: what does not fit is cut, first in columns that shrink, then in the widest.
/// Columns are separated by two spaces, a rule follows the titles. Ends with a newline.
[[nodiscard]] std::string draw_table(const TextTable& table, const TerminalStyle& style);

/// A number as tables show it: at most `digits` significant digits, exact integers in full.
[[nodiscard]] std::string table_number(double value, int digits = 5);
/// 850ms, 12.3s, 4m05s, 3h02m, 2d04h.
[[nodiscard]] std::string table_duration(double seconds);

}  // namespace vernier
