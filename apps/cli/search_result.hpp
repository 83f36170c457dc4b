#pragma once
// What every search prints when it is done.
#include <string>

#include "apps/cli/console.hpp"
#include "vernier/study/study.hpp"

namespace vernier::cli {

/// A line about the run, the best trials, their values over time and their curves over `step`; where no trial
/// completed, why trials failed.
void print_search(Console& console, const Study& study, StopReason reason, double seconds, const std::string& step);

}  // namespace vernier::cli
