#include "apps/cli/live/parallel_panel.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/figures/display_text.hpp"
#include "vernier/figures/plot_canvas.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/study_tables.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {
namespace {

constexpr std::size_t most_lines = 10;
constexpr int axis_columns = 9;        // at least, from one axis to the next
constexpr int axis_margin = 4;         // columns beside the outer ones, for their labels
constexpr std::size_t others_ink = 0;  // of series_ink
constexpr std::size_t best_ink = 2;

struct UprightAxis {
  std::string name{};
  std::string top{}, bottom{};   // the values at its ends
  std::vector<double> places{};  // of each trial, 0 at the bottom to 1; NaN: not there
};

std::vector<const TrialRecord*> shown_trials_of(const LiveState& state) {
  auto trials = state.objectives.size() > 1 ? front_of(state) : ranked_trials(state.ended, state.objectives);
  if (trials.size() > most_lines) trials.resize(most_lines);
  return trials;
}

std::vector<std::string> parameters_of(const LiveState& state, const std::vector<const TrialRecord*>& trials) {
  ParamMap all;
  for (const TrialRecord* trial : trials) all.insert(trial->params.begin(), trial->params.end());
  return names_in_order(state, all);
}

double place_of(const TrialRecord& trial, const std::string& name) {
  const auto value = trial.params.find(name);
  const auto distribution = trial.distributions.find(name);
  if (value == trial.params.end() || distribution == trial.distributions.end()) return NAN;
  if (!distribution->second.contains(value->second)) return NAN;
  return distribution->second.to_unit(value->second);
}

UprightAxis parameter_axis(const std::string& name, const std::vector<const TrialRecord*>& trials) {
  UprightAxis axis{.name = name};
  for (const TrialRecord* trial : trials) {
    axis.places.push_back(place_of(*trial, name));
    const auto found = trial->distributions.find(name);
    if (!axis.top.empty() || found == trial->distributions.end()) continue;
    const Distribution& distribution = found->second;
    axis.bottom =
        distribution.numeric() ? table_number(distribution.low(), 3) : param_text(distribution.values().front(), 3);
    axis.top =
        distribution.numeric() ? table_number(distribution.high(), 3) : param_text(distribution.values().back(), 3);
  }
  return axis;
}

UprightAxis value_axis(const Objective& objective, const std::vector<const TrialRecord*>& trials) {
  const double best = trials.front()->values.front(), worst = trials.back()->values.front();
  UprightAxis axis{.name = objective.name, .top = table_number(best, 4), .bottom = table_number(worst, 4)};
  for (const TrialRecord* trial : trials) {
    // halves, so that the largest numbers do not overflow
    const double range = best / 2 - worst / 2;
    axis.places.push_back(range == 0 ? 1 : (trial->values.front() / 2 - worst / 2) / range);
  }
  return axis;
}

// A label centred at each axis.
std::string axis_labels(const std::vector<std::string>& labels, const std::vector<int>& columns, int width,
                        const TerminalStyle& style) {
  const int slot = columns.size() > 1 ? columns[1] - columns[0] - 1 : width;
  std::string line;
  int used = 0;
  for (std::size_t j = 0; j < labels.size(); ++j) {
    const std::string text = cut_text(labels[j], slot, style.unicode ? "…" : "~");
    const int wide = display_width(text);
    const int begin = std::max(used, std::min(columns[j] - wide / 2, width - wide));
    line.append(static_cast<std::size_t>(begin - used), ' ');
    line += text;
    used = begin + wide;
  }
  return line;
}

// The lines between two neighbouring axes, the best on top.
PlotCanvas gap_canvas(const UprightAxis& left, const UprightAxis& right, int columns, int rows, bool braille) {
  PlotCanvas canvas(columns, rows, braille);
  const auto height = [&](double place) {
    return static_cast<int>(std::lround((1 - place) * (canvas.dots_down() - 1)));
  };
  for (std::size_t k = left.places.size(); k-- > 0;) {
    if (!std::isfinite(left.places[k]) || !std::isfinite(right.places[k])) continue;
    canvas.line(0, height(left.places[k]), canvas.dots_across() - 1, height(right.places[k]),
                k == 0 ? best_ink : others_ink);
  }
  return canvas;
}

}  // namespace

Lines parallel_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  const auto trials = shown_trials_of(state);
  const auto heading = [&](std::string_view note) {
    return panel_heading(trials.size() > 1 ? fmt::format("The best {}", trials.size()) : "The best", note, size.width,
                         style);
  };
  if (trials.empty()) return {heading(""), inked("No trial is complete yet.", Ink::faint, style)};
  const std::vector<std::string> names = parameters_of(state, trials);
  const auto fitting = static_cast<std::size_t>(std::max(1, (size.width - 1 - 2 * axis_margin) / axis_columns));
  std::vector<UprightAxis> axes;
  for (const std::string& name : names) {
    if (axes.size() == fitting) break;
    axes.push_back(parameter_axis(name, trials));
  }
  const std::size_t left_out = names.size() - axes.size();
  axes.push_back(value_axis(state.objectives.front(), trials));

  const double spacing = std::max(1.0, (size.width - 1.0 - 2 * axis_margin) / static_cast<double>(axes.size() - 1));
  std::vector<int> columns;
  std::vector<std::string> labels, tops, bottoms;
  for (std::size_t j = 0; j < axes.size(); ++j) {
    columns.push_back(axis_margin + static_cast<int>(spacing * static_cast<double>(j)));
    const std::string name = escape_text(axes[j].name);
    labels.push_back(display_width(name) < spacing ? name : escape_text(last_part(axes[j].name)));
    tops.push_back(escape_text(axes[j].top));
    bottoms.push_back(escape_text(axes[j].bottom));
  }
  const int rows = std::max(2, size.height - 4);
  std::vector<PlotCanvas> gaps;
  for (std::size_t j = 0; j + 1 < axes.size(); ++j) {
    gaps.push_back(gap_canvas(axes[j], axes[j + 1], std::max(1, columns[j + 1] - columns[j] - 1), rows, style.unicode));
  }

  Lines lines{heading(left_out > 0 ? fmt::format("{} more parameters", left_out) : std::string())};
  lines.push_back(axis_labels(labels, columns, size.width, style));
  lines.push_back(inked(axis_labels(tops, columns, size.width, style), Ink::faint, style));
  for (int row = 0; row < rows; ++row) {
    std::string line(axis_margin, ' ');
    for (std::size_t j = 0; j < axes.size(); ++j) {
      const double place = axes[j].places.front();
      const bool best = std::isfinite(place) && static_cast<int>(std::lround((1 - place) * (rows - 1))) == row;
      line += best ? inked(style.unicode ? "●" : "@", Ink::green, style)
                   : inked(style.unicode ? "│" : "|", Ink::faint, style);
      if (j < gaps.size()) line += fit_inked(gaps[j].row(row, style), columns[j + 1] - columns[j] - 1);
    }
    lines.push_back(std::move(line));
  }
  lines.push_back(inked(axis_labels(bottoms, columns, size.width, style), Ink::faint, style));
  return lines;
}

}  // namespace vernier::cli
