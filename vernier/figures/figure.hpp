#pragma once
// A plot as plain data: what every place that shows plots (terminal, page, notebook) draws in its own way.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vernier {

enum class FigureKind {
  line,     ///< points joined by straight lines
  step,     ///< each value holds until the next x
  scatter,  ///< points alone
  bar,      ///< one horizontal bar for each label
  band,     ///< the area between `y` and `end`
  span,     ///< a bar from `x` to `end` on the line `y`
  heat,     ///< a grid of cells
  parallel  ///< a line for each trial across several axes; a series is an axis
};
[[nodiscard]] std::string_view to_string(FigureKind kind);

/// Points of one kind. `x` and `y` have the same length; a point that is not finite is left out and breaks a line.
struct Series {
  std::string name{};
  std::vector<double> x{};
  std::vector<double> y{};
  std::optional<FigureKind> kind{};  ///< instead of the figure's
  std::vector<double> end{};         ///< of bands and spans
  std::vector<double> shade{};       ///< of each point, shown by its colour
  std::vector<double> trials{};      ///< the trial of each point, where points are trials
};

/// A place on the x axis with a name of its own: a level of a factor.
struct Tick {
  double position = 0;
  std::string label{};
};

/// The cells between neighbouring edges, row after row from the least y; NaN: nothing is known there.
struct Grid {
  std::vector<double> x_edges{};
  std::vector<double> y_edges{};
  std::vector<double> cells{};
};

/// A value type. Parallel axes run from 0 to 1, `axes` holding the ticks of each. For bars `labels` names the rows, the
/// first series holds their lengths in `y`, and `notes` (one for each row, or none) is written after the bar.
struct Figure {
  std::string title{};
  std::string x_label{};
  std::string y_label{};
  FigureKind kind = FigureKind::line;
  std::vector<Series> series{};
  std::vector<Tick> x_ticks{};    ///< instead of numbers
  std::vector<Tick> x_groups{};   ///< a second row of names below the ticks
  std::optional<double> y_low{};  ///< points beyond these bounds are drawn at the edge
  std::optional<double> y_high{};
  std::vector<std::string> labels{};
  std::vector<std::string> notes{};
  bool x_log = false;
  bool y_log = false;
  std::vector<Tick> y_ticks{};  ///< instead of numbers
  std::string shade_label{};
  bool low_stands_out = false;  ///< the least shade is what matters most, not the largest
  Grid grid{};
  std::vector<std::vector<Tick>> axes{};
  std::string remark{};  ///< what it leaves out, in a sentence
};

}  // namespace vernier
