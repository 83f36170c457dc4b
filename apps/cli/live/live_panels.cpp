#include "apps/cli/live/live_panels.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "apps/cli/live/sparkline.hpp"
#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/study_tables.hpp"
#include "vernier/figures/terminal.hpp"
#include "vernier/figures/text_table.hpp"

namespace vernier::cli {
namespace {

std::string_view ellipsis_of(const TerminalStyle& style) { return style.unicode ? "…" : "~"; }

std::string cut_for(std::string_view text, int width, const TerminalStyle& style) {
  return cut_text(escape_text(text), width, ellipsis_of(style));
}

std::string rule_of(int cells, const TerminalStyle& style) {
  std::string rule;
  for (int i = 0; i < cells; ++i) rule += style.unicode ? "─" : "-";
  return inked(rule, Ink::faint, style);
}

std::string faint_line(std::string_view text, const TerminalStyle& style) { return inked(text, Ink::faint, style); }

struct ShownParam {
  std::string name, value;
};

// "name=value  name=value", names faint, over as many lines as it takes.
Lines wrapped_params(const std::vector<ShownParam>& params, int width, const TerminalStyle& style) {
  Lines lines;
  int used = 0;
  for (const auto& [name, value] : params) {
    const int wide = display_width(name) + 1 + display_width(value);
    if (lines.empty() || used + 2 + wide > width) {
      lines.emplace_back();
      used = 0;
    } else {
      lines.back() += "  ";
      used += 2;
    }
    lines.back() += faint_line(name + "=", style) + value;
    used += wide;
  }
  return lines;
}

// The most important first; dotted names by their last part where they would take too many lines.
Lines params_lines(const LiveState& state, const TrialRecord& trial, int width, int most, const TerminalStyle& style) {
  std::vector<ShownParam> whole, brief;
  for (const std::string& name : names_in_order(state, trial.params)) {
    const std::string value = cut_for(param_text(trial.params.at(name)), std::max(8, width / 2 - 2), style);
    whole.push_back({cut_for(name, std::max(8, width / 2), style), value});
    brief.push_back({cut_for(last_part(name), std::max(8, width / 2), style), value});
  }
  Lines lines = wrapped_params(whole, width, style);
  if (static_cast<int>(lines.size()) > most) lines = wrapped_params(brief, width, style);
  if (static_cast<int>(lines.size()) > most) {
    lines.resize(static_cast<std::size_t>(std::max(0, most)));
    if (!lines.empty()) lines.back() += std::string("  ") + std::string(ellipsis_of(style));
  }
  return lines;
}

Lines front_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  const auto front = front_of(state);
  Lines lines{panel_heading(fmt::format("Best: {} trials that no other beats in everything", front.size()), "",
                            size.width, style)};
  for (const TrialRecord* trial : front) {
    if (static_cast<int>(lines.size()) >= size.height) break;
    std::string line;
    for (std::size_t k = 0; k < trial->values.size(); ++k) {
      line += fmt::format("{} {}  ", cut_for(state.objectives[k].name, 20, style), table_number(trial->values[k]));
    }
    line = inked(line, Ink::green, style) + fmt::format("trial {}  ", trial->number);
    lines.push_back(line + faint_line(cut_for(params_line(trial->params), size.width, style), style));
  }
  return lines;
}

// Without its title and the name of its x axis, which the heading says.
Lines figure_lines(Figure figure, int width, int height, const TerminalStyle& style) {
  figure.title.clear();
  figure.x_label.clear();
  TerminalStyle own = style;
  own.width = width;
  own.height = height;
  Lines lines = split(draw_figure(figure, own), '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

Lines headed(std::string heading, const Lines& lines) {
  Lines panel{std::move(heading)};
  panel.insert(panel.end(), lines.begin(), lines.end());
  return panel;
}

// Whole seconds, so that what is drawn again stands still for one.
std::string seconds_text(double seconds) {
  const double whole = std::floor(std::max(0.0, seconds));
  return whole < 60 ? fmt::format("{:.0f}s", whole) : table_duration(whole);
}

double first_value(const Report& report) { return report.values.empty() ? NAN : report.values.front(); }

std::string running_line(const RunningTrial& one, double now, int number_width, int width, const TerminalStyle& style) {
  const TrialRecord& trial = one.trial;
  const bool reported = !trial.reports.empty();
  std::vector<double> curve;
  for (const Report& report : trial.reports) curve.push_back(first_value(report));
  const int cells = std::clamp(width / 5, 6, 24);
  std::string line = inked(pad_left(std::to_string(trial.number), number_width), Ink::bold, style);
  line += "  " + pad_left(reported ? table_number(trial.reports.back().step, 4) : "", 3);
  line += "  " + pad_right(reported ? table_number(first_value(trial.reports.back()), 4) : "", 8);
  line += inked(pad_right(sparkline(curve, cells, style.unicode), cells), Ink::cyan, style);
  line += " " + pad_left(seconds_text(now - one.since), 6);
  const int room = width - (number_width + 5 + 10 + cells + 7 + 2);
  if (room >= 16) line += "  " + faint_line(cut_for(params_line(trial.params), room, style), style);
  return line;
}

}  // namespace

std::string panel_heading(std::string_view title, std::string_view note, int width, const TerminalStyle& style) {
  const std::string shown = cut_for(title, width - 4, style);
  int room = width - display_width(shown) - 4;
  std::string right;
  if (!note.empty() && display_width(note) + 3 <= room) {
    right = faint_line(fmt::format(" {} ", note), style) + rule_of(1, style);
    room -= display_width(note) + 3;
  }
  return rule_of(1, style) + " " + inked(shown, Ink::bold, style) + " " + rule_of(std::max(0, room) + 1, style) + right;
}

std::string title_line(const LiveState& state, double now, int width, const TerminalStyle& style) {
  std::string right = faint_line(seconds_text(state.tally.elapsed(now)), style);
  int right_width = display_width(seconds_text(state.tally.elapsed(now)));
  const auto put_before = [&](const std::string& text, Ink ink) {
    right = inked(text, ink, style) + "  " + right;
    right_width += display_width(text) + 2;
  };
  if (state.frozen) {
    put_before("paused, p goes on", Ink::yellow);
  } else if (state.stopping) {
    put_before("stopping", Ink::yellow);
  } else if (width >= 60) {
    put_before(escape_text(state.methods), Ink::faint);
  }
  const std::string study = cut_for(state.study, std::max(8, (width - right_width) * 2 / 3), style);
  const int gap = std::max(1, width - 2 - display_width(study) - right_width);
  std::string between(static_cast<std::size_t>(gap), ' ');
  if (state.tally.trials() && gap >= 14) {
    const auto trials = static_cast<double>(std::max<std::int64_t>(1, *state.tally.trials()));
    const double share = static_cast<double>(state.tally.done()) / trials;
    between = "  " + inked(progress_bar(share, gap - 4, style.unicode), Ink::cyan, style) + "  ";
  }
  return " " + inked(study, Ink::bold, style) + between + right + " ";
}

std::string progress_line(const LiveState& state, double now, int width, const TerminalStyle& style) {
  const SearchTally& tally = state.tally;
  std::vector<std::string> parts;
  parts.push_back(tally.trials() ? fmt::format("{}/{} trials", tally.done(), *tally.trials())
                                 : fmt::format("{} trials", tally.done()));
  for (const std::string& part : {tally.time_left(now), tally.pace(now)}) {
    if (!part.empty()) parts.push_back(part);
  }
  const auto add = [&](std::int64_t count, std::string_view what) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
  };
  add(tally.complete, "complete");
  add(tally.pruned, "pruned");
  add(tally.paused, "paused");
  add(tally.failed, "failed");
  add(static_cast<std::int64_t>(state.running.size()), "running");
  const std::string_view between = style.unicode ? " · " : ", ";
  std::string text = " " + parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (display_width(text) + 3 + display_width(parts[i]) > width - 1) break;
    text += fmt::format("{}{}", between, parts[i]);
  }
  return text;
}

Lines best_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  if (state.objectives.size() > 1) return front_panel(state, size, style);
  Lines lines{panel_heading("Best", "", size.width, style)};
  if (!state.best) {
    const std::int64_t failed = state.tally.failed;
    lines.push_back(failed > 0 && failed == state.tally.done()
                        ? inked(failed == 1 ? "The only trial so far has failed."
                                            : fmt::format("All {} trials so far have failed.", failed),
                                Ink::red, style)
                        : faint_line("No trial is complete yet.", style));
    return lines;
  }
  lines.push_back(fmt::format("{} {}",
                              inked(fmt::format("{} {}", cut_for(state.objectives[0].name, size.width / 2, style),
                                                table_number(state.best->values.front())),
                                    Ink::green, style),
                              faint_line(fmt::format("trial {}", state.best->number), style)));
  for (std::string& line : params_lines(state, *state.best, size.width, size.height - 2, style)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

Lines running_panel(const LiveState& state, double now, PanelSize size, const TerminalStyle& style) {
  const std::string note =
      fmt::format("trial, {}, {}", cut_for(state.step, 12, style), cut_for(state.objectives[0].name, 16, style));
  Lines lines{panel_heading("Running", note, size.width, style)};
  if (state.running.empty()) lines.push_back(faint_line("No trial is running.", style));
  const int number_width =
      state.running.empty() ? 1 : static_cast<int>(std::to_string(state.running.rbegin()->first).size());
  std::size_t shown = 0;
  for (const auto& [number, one] : state.running) {
    const bool last = static_cast<int>(lines.size()) + 1 >= size.height;
    if (last && shown > 0 && shown + 1 < state.running.size()) {
      lines.push_back(faint_line(fmt::format("and {} more", state.running.size() - shown), style));
      break;
    }
    if (static_cast<int>(lines.size()) == size.height) break;
    lines.push_back(running_line(one, now, number_width, size.width, style));
    ++shown;
  }
  return lines;
}

Lines history_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  const int height = size.height - 1;
  if (state.objectives.size() != 2) {
    return headed(panel_heading("History", "by trial", size.width, style),
                  figure_lines(history_figure(state.ended, state.objectives), size.width, height, style));
  }
  std::vector<TrialRecord> front;
  for (const TrialRecord* trial : front_of(state)) front.push_back(*trial);
  const Figure figure = pareto_figure(state.ended, front, state.objectives);
  return headed(panel_heading("Front", "by " + cut_for(state.objectives[0].name, 30, style), size.width, style),
                figure_lines(figure, size.width, height, style));
}

Lines curves_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  Figure figure{.y_label = state.objectives[0].name};
  const auto add = [&](const TrialRecord& trial, std::string name) {
    if (trial.reports.empty() || figure.series.size() == 6) return;
    Series series{.name = std::move(name)};
    for (const Report& report : trial.reports) {
      series.x.push_back(report.step);
      series.y.push_back(first_value(report));
    }
    figure.series.push_back(std::move(series));
  };
  if (state.best) add(*state.best, fmt::format("best ({})", state.best->number));
  for (const auto& [number, one] : state.running) add(one.trial, std::to_string(number));
  return headed(panel_heading("Curves", "by " + cut_for(state.step, 12, style), size.width, style),
                figure_lines(std::move(figure), size.width, size.height - 1, style));
}

Lines importance_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  std::vector<ImportanceBar> bars;
  for (const Importance& one : state.importance) {
    if (static_cast<int>(bars.size()) == size.height - 1) break;
    bars.push_back({one.name, one.importance, one.low.value_or(NAN), one.high.value_or(NAN)});
  }
  std::string heading = panel_heading("Importance", "so far", size.width, style);
  if (bars.empty()) return {std::move(heading), faint_line("Known after more trials.", style)};
  return headed(std::move(heading), figure_lines(importance_figure(bars), size.width, size.height - 1, style));
}

Lines messages_panel(const LiveState& state, PanelSize size, const TerminalStyle& style) {
  const std::string_view keys = state.keys ? "q lines  p pause  Ctrl-C stop" : "Ctrl-C stop";
  Lines lines{panel_heading("Messages", keys, size.width, style)};
  const auto room = static_cast<std::size_t>(std::max(0, size.height - 1));
  const std::size_t first = state.messages.size() - std::min(room, state.messages.size());
  for (std::size_t i = first; i < state.messages.size(); ++i) {
    const LiveMessage& message = state.messages[i];
    const std::string text = cut_for(message.text, size.width - 9, style);
    lines.push_back(faint_line(pad_left(seconds_text(message.at), 7), style) + "  " +
                    (message.failures > 0 ? inked(text, Ink::red, style) : text));
  }
  return lines;
}

}  // namespace vernier::cli
