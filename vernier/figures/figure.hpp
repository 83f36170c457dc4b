#pragma once
// A plot as plain data: what every place that shows plots (terminal, page, notebook) draws in its own way.
#include <optional>
#include <string>
#include <vector>

namespace vernier {

enum class FigureKind {
  line,     ///< points joined by straight lines
  step,     ///< each value holds until the next x
  scatter,  ///< points alone
  bar,      ///< one horizontal bar for each label
};

/// Points of one kind. `x` and `y` have the same length; a point that is not finite is left out and breaks a line.
struct Series {
  std::string name{};
  std::vector<double> x{};
  std::vector<double> y{};
  std::optional<FigureKind> kind{};  ///< instead of the figure's
};

/// A place on the x axis with a name of its own: a level of a factor.
struct Tick {
  double position = 0;
  std::string label{};
};

/// A value type. For bars `labels` names the rows, the first series holds their lengths in `y`, and `notes` (one for
/// each row, or none) is written after the bar.
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
};

}  // namespace vernier
