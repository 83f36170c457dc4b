#pragma once
// The panels of the live view: each draws a part of the state into at most `height` lines of about `width` columns.
#include <string_view>

#include "apps/cli/live/live_layout.hpp"
#include "apps/cli/live/live_state.hpp"
#include "vernier/figures/terminal_style.hpp"

namespace vernier::cli {

/// Where a panel is drawn, and with what. Pure functions of their arguments, all of them.
struct PanelSize {
  int width = 0;
  int height = 0;  ///< the heading included
};

/// "─ Title ───────── note ─"
[[nodiscard]] std::string panel_heading(std::string_view title, std::string_view note, int width,
                                        const TerminalStyle& style);

/// The study, a bar of how far it is, methods and time.
[[nodiscard]] std::string title_line(const LiveState& state, double now, int width, const TerminalStyle& style);
/// Counts, pace and time left.
[[nodiscard]] std::string progress_line(const LiveState& state, double now, int width, const TerminalStyle& style);
/// The best trial, or the front of several objectives.
[[nodiscard]] Lines best_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);
[[nodiscard]] Lines running_panel(const LiveState& state, double now, PanelSize size, const TerminalStyle& style);
[[nodiscard]] Lines history_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);
/// What the running trials have reported, and the best one.
[[nodiscard]] Lines curves_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);
[[nodiscard]] Lines importance_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);
/// The newest messages, the last at the bottom.
[[nodiscard]] Lines messages_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);

}  // namespace vernier::cli
