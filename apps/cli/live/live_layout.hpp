#pragma once
// Panels placed in a rectangle of lines.
#include <span>
#include <string>
#include <vector>

namespace vernier::cli {

/// How many lines a panel needs and would like; the lower its rank, the sooner it gets them.
struct PanelNeed {
  int least = 1;
  int wanted = 1;  ///< at least `least`
  int rank = 0;
};

/// The lines of each panel, 0 where its least does not fit any more; together at most `lines`. What is left then goes
/// to those panels in turn, a line at a time, up to what they would like.
[[nodiscard]] std::vector<int> share_lines(std::span<const PanelNeed> panels, int lines);

/// Lines that may hold colours.
using Lines = std::vector<std::string>;

/// Exactly `height` lines of `width` columns: cut off or filled with blanks.
[[nodiscard]] Lines fit_lines(const Lines& lines, int width, int height);
/// Both, side by side with `gap` blank columns between them; they have equally many lines.
[[nodiscard]] Lines beside(const Lines& left, const Lines& right, int gap);

}  // namespace vernier::cli
