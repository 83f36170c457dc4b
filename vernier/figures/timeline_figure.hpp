#pragma once
// Which trials ran side by side, and for how long.
#include <cstddef>
#include <span>

#include "vernier/figures/figure.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// A bar for each assignment, of more than `most` the last ones, on the lowest lane that was free when it began; a
/// series for each state. The log holds how long each ran and in which order they began and ended, no clock time: an
/// assignment begins when what had ended before it was done, so pauses between runs are left out. Where no time was
/// written down the axis counts the events of the log.
[[nodiscard]] Figure timeline_figure(std::span<const AssignmentSpan> assignments, std::size_t most = 2000);

}  // namespace vernier
