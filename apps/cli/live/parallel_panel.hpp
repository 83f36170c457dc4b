#pragma once
// The best trials as lines across upright axes, one for each parameter and the last for the value.
#include "apps/cli/live/live_panels.hpp"

namespace vernier::cli {

/// The best ten (of several objectives, ten of the front). An axis is the whole range of its parameter, the largest
/// value at the top; that of the value has the best at the top. The most important parameters come first, as many as
/// fit. The best trial is marked on each axis.
[[nodiscard]] Lines parallel_panel(const LiveState& state, PanelSize size, const TerminalStyle& style);

}  // namespace vernier::cli
