#pragma once
// The whole picture of a search.
#include "apps/cli/live/live_layout.hpp"
#include "apps/cli/live/live_state.hpp"
#include "vernier/figures/terminal_style.hpp"

namespace vernier::cli {

/// Exactly style.height lines of style.width columns. Two columns of panels from 72 columns on; where there are too few
/// lines the least important panels are left out. A pure function.
[[nodiscard]] Lines draw_frame(const LiveState& state, double now, const TerminalStyle& style);

}  // namespace vernier::cli
