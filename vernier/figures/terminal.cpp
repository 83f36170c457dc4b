#include "vernier/figures/terminal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "vernier/figures/display_text.hpp"
#include "vernier/figures/plot_axis.hpp"
#include "vernier/figures/plot_canvas.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier {
namespace {

struct PlotRange {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  bool whole = true;
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
    whole = whole && value == std::round(value);
  }
  [[nodiscard]] bool empty() const { return low > high; }
};

FigureKind kind_of(const Figure& figure, const Series& series) { return series.kind.value_or(figure.kind); }

// Several lines can be told apart in braille only by their colour.
bool braille_fits(const Figure& figure, const TerminalStyle& style) {
  const auto lines = std::count_if(figure.series.begin(), figure.series.end(), [&](const Series& series) {
    return kind_of(figure, series) != FigureKind::scatter;
  });
  return style.unicode && (style.color || lines <= 1 || !figure.x_groups.empty());
}

void plot_series(PlotCanvas& canvas, const Series& series, FigureKind kind, std::size_t index, const PlotAxis& x_axis,
                 const PlotAxis& y_axis) {
  const bool crowded = static_cast<int>(series.x.size()) * 2 > canvas.dots_across();
  bool joined = false;
  int last_x = 0, last_y = 0;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    if (!std::isfinite(series.x[i]) || std::isnan(series.y[i])) {
      joined = false;
      continue;
    }
    const int x = static_cast<int>(std::lround(x_axis.fraction(series.x[i]) * (canvas.dots_across() - 1)));
    const int y = static_cast<int>(std::lround((1 - y_axis.fraction(series.y[i])) * (canvas.dots_down() - 1)));
    if (kind == FigureKind::scatter) {
      crowded ? canvas.dot(x, y, index) : canvas.mark(x, y, index);
    } else if (!joined) {
      canvas.dot(x, y, index);
    } else if (kind == FigureKind::step) {
      canvas.line(last_x, last_y, x, last_y, index);
      canvas.line(x, last_y, x, y, index);
    } else {
      canvas.line(last_x, last_y, x, y, index);
    }
    joined = true;
    last_x = x;
    last_y = y;
  }
}

// Labels centred at their places, leaving out those that would touch the one before.
std::string tick_line(const std::vector<Tick>& ticks, const PlotAxis& axis, int columns) {
  std::string line;
  int used = 0;
  for (const Tick& tick : ticks) {
    const std::string label = escape_text(tick.label);
    const int width = display_width(label);
    const int centre = static_cast<int>(std::lround(axis.fraction(tick.position) * (columns - 1)));
    const int begin = std::clamp(centre - width / 2, 0, std::max(0, columns - width));
    if (used > 0 && begin <= used) continue;
    line.append(static_cast<std::size_t>(begin - used), ' ');
    line += label;
    used = begin + width;
  }
  return line;
}

// The first series that fit into `room` columns.
std::string legend_line(const Figure& figure, const TerminalStyle& style, bool braille, int room) {
  std::string line;
  if (!figure.x_groups.empty()) return line;
  for (std::size_t i = 0; i < figure.series.size(); ++i) {
    if (figure.series[i].name.empty()) continue;
    const bool as_line = braille && kind_of(figure, figure.series[i]) != FigureKind::scatter;
    const std::string_view sign = as_line ? "─" : series_mark(i, style);
    const std::string name = escape_text(figure.series[i].name);
    const std::string_view gap = line.empty() ? "" : "   ";
    room -= static_cast<int>(gap.size()) + 2 + display_width(name);
    if (room < 0) break;
    line += fmt::format("{}{} {}", gap, inked(sign, series_ink(i), style), name);
  }
  return line;
}

std::string draw_plot(const Figure& figure, const TerminalStyle& style) {
  PlotRange xs, ys;
  for (const Series& series : figure.series) {
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
      if (!std::isfinite(series.x[i]) || !std::isfinite(series.y[i])) continue;
      xs.include(series.x[i]);
      ys.include(std::clamp(series.y[i], figure.y_low.value_or(-1e300), figure.y_high.value_or(1e300)));
    }
  }
  for (const Tick& tick : figure.x_ticks) xs.include(tick.position);
  if (ys.empty()) return "(nothing to plot yet)\n";

  const bool braille = braille_fits(figure, style);
  const std::string legend = legend_line(figure, style, braille, style.width - display_width(figure.y_label) - 3);
  const bool head = !legend.empty() || !figure.y_label.empty();
  const int lines_around = 2 + (figure.title.empty() ? 0 : 1) + (head ? 1 : 0) + (figure.x_groups.empty() ? 0 : 1) +
                           (figure.x_label.empty() ? 0 : 1);
  const int rows = std::max(3, style.height - lines_around);
  const double margin = (ys.high - ys.low) * 0.02;
  const PlotAxis y_axis = make_axis(ys.low - margin, ys.high + margin, std::max(2, rows / 2), false);
  int label_width = 1;
  for (const Tick& tick : y_axis.ticks) label_width = std::max(label_width, display_width(tick.label));
  const int columns = std::max(20, style.width - label_width - 3);
  const PlotAxis x_axis = make_axis(xs.low, xs.high, std::clamp(columns / 12, 2, 12), xs.whole);

  PlotCanvas canvas(columns, rows, braille);
  for (const bool scatter : {true, false}) {
    for (std::size_t i = 0; i < figure.series.size(); ++i) {
      const FigureKind kind = kind_of(figure, figure.series[i]);
      if ((kind == FigureKind::scatter) == scatter) plot_series(canvas, figure.series[i], kind, i, x_axis, y_axis);
    }
  }

  std::vector<std::string> labels(static_cast<std::size_t>(rows));
  for (const Tick& tick : y_axis.ticks) {
    labels[static_cast<std::size_t>(std::lround((1 - y_axis.fraction(tick.position)) * (rows - 1)))] = tick.label;
  }
  const std::string indent(static_cast<std::size_t>(label_width), ' ');
  std::string out;
  if (head) {
    const std::string label = escape_text(figure.y_label);
    out += label + (label.empty() || legend.empty() ? "" : "   ") + legend + '\n';
  }
  const auto axis_ink = [&](std::string_view text) { return inked(text, Ink::faint, style); };
  for (int row = 0; row < rows; ++row) {
    const std::string& label = labels[static_cast<std::size_t>(row)];
    const std::string_view rule = style.unicode ? (label.empty() ? " │" : " ┤") : (label.empty() ? " |" : " +");
    out += pad_left(label, label_width) + axis_ink(rule) + canvas.row(row, style) + '\n';
  }
  const std::vector<Tick>& ticks = figure.x_ticks.empty() ? x_axis.ticks : figure.x_ticks;
  std::vector<bool> ticked(static_cast<std::size_t>(columns));
  for (const Tick& tick : ticks) {
    ticked[static_cast<std::size_t>(std::lround(x_axis.fraction(tick.position) * (columns - 1)))] = true;
  }
  std::string rule = style.unicode ? " └" : " +";
  for (const bool tick : ticked) rule += style.unicode ? (tick ? "┬" : "─") : (tick ? "+" : "-");
  out += indent + axis_ink(rule) + '\n';
  out += indent + "  " + tick_line(ticks, x_axis, columns) + '\n';
  if (!figure.x_groups.empty()) out += indent + "  " + tick_line(figure.x_groups, x_axis, columns) + '\n';
  if (!figure.x_label.empty()) {
    const std::string label = cut_text(escape_text(figure.x_label), columns);
    out +=
        indent + "  " + std::string(static_cast<std::size_t>((columns - display_width(label)) / 2), ' ') + label + '\n';
  }
  return out;
}

std::string block_bar(double eighths, bool unicode) {
  static constexpr const char* parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int total = static_cast<int>(std::lround(std::max(0.0, eighths)));
  std::string bar;
  if (!unicode) return std::string(static_cast<std::size_t>((total + 4) / 8), '#');
  for (int i = 0; i < total / 8; ++i) bar += "█";
  return bar += parts[total % 8];
}

std::string draw_bars(const Figure& figure, const TerminalStyle& style) {
  const std::vector<double> values = figure.series.empty() ? std::vector<double>{} : figure.series.front().y;
  const std::size_t count = std::min(values.size(), figure.labels.size());
  if (count == 0) return "(nothing to plot yet)\n";
  int label_width = 0, note_width = 0;
  double longest = 0;
  std::vector<std::string> notes(count);
  for (std::size_t i = 0; i < count; ++i) {
    notes[i] = i < figure.notes.size() ? escape_text(figure.notes[i]) : table_number(values[i], 3);
    label_width = std::max(label_width, display_width(escape_text(figure.labels[i])));
    note_width = std::max(note_width, display_width(notes[i]));
    if (std::isfinite(values[i])) longest = std::max(longest, values[i]);
  }
  label_width = std::min(label_width, std::max(10, style.width / 3));
  const int room = std::max(8, style.width - label_width - note_width - 3);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    const double share = std::isfinite(values[i]) && longest > 0 ? values[i] / longest : 0;
    const std::string label = cut_text(escape_text(figure.labels[i]), label_width, style.unicode ? "…" : "~");
    out +=
        fmt::format("{} {}{} {}\n", pad_left(label, label_width), inked(style.unicode ? "▕" : "|", Ink::faint, style),
                    inked(block_bar(share * room * 8, style.unicode), series_ink(0), style), notes[i]);
  }
  return out;
}

bool needs_page(const Figure& figure) {
  return figure.kind == FigureKind::heat || figure.kind == FigureKind::parallel || figure.kind == FigureKind::span ||
         figure.y_log || !figure.y_ticks.empty();
}

// Without areas, and with the logarithms of x where its axis is logarithmic.
Figure as_drawn(const Figure& figure) {
  Figure drawn = figure;
  std::erase_if(drawn.series, [&](const Series& series) { return kind_of(figure, series) == FigureKind::band; });
  if (!figure.x_log) return drawn;
  PlotRange range;
  for (Series& series : drawn.series) {
    for (double& x : series.x) {
      x = std::log10(x);
      if (std::isfinite(x)) range.include(x);
    }
  }
  if (range.empty()) return drawn;
  for (const Tick& tick : make_axis(range.low, range.high, 5, range.high - range.low > 4).ticks) {
    drawn.x_ticks.push_back({tick.position, table_number(std::pow(10, tick.position), 2)});
  }
  return drawn;
}

}  // namespace

std::string draw_figure(const Figure& asked_figure, const TerminalStyle& asked) {
  const Figure figure = as_drawn(asked_figure);
  TerminalStyle style = asked;
  style.width = std::max(figure.kind == FigureKind::bar ? 24 : 40, style.width);
  style.height = std::max(8, style.height);
  std::string out;
  if (!figure.title.empty()) {
    out = inked(cut_text(escape_text(figure.title), style.width, style.unicode ? "…" : "~"), Ink::bold, style) + '\n';
  }
  if (needs_page(figure)) return out + "(drawn on the page alone: vernier show STUDY --html FILE)\n";
  return out + (figure.kind == FigureKind::bar ? draw_bars(figure, style) : draw_plot(figure, style));
}

}  // namespace vernier
