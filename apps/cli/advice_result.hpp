#pragma once
// What `vernier advise` prints when it is done.
#include "apps/cli/console.hpp"
#include "vernier/advice/advice.hpp"

namespace vernier::cli {

/// Plots, tables and findings of each part, each with its evidence and source; not the suggested space.
void print_advice(Console& console, const advice::Advice& advice);

}  // namespace vernier::cli
