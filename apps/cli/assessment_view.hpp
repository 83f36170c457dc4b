#pragma once
// What `vernier assess` prints, and how it runs with its progress on stderr.
#include "apps/cli/console.hpp"
#include "apps/cli/interrupt.hpp"
#include "vernier/evaluation/assess.hpp"

namespace vernier::cli {

/// The statement, the notes, and the tables and figures behind them.
void print_assessment(Console& console, const evaluation::Assessment& assessment);

/// Throws as evaluation::assess does; StopRequested after Ctrl-C.
[[nodiscard]] evaluation::Assessment assess_with_progress(Console& console, const tune::Plan& plan, const Study& study,
                                                          const evaluation::AssessOptions& options,
                                                          const Interrupt& interrupt, bool quiet);

}  // namespace vernier::cli
