#pragma once
// What `vernier tune` prints when it is done.
#include "apps/cli/console.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::cli {

/// The best trials, their curves, the best configuration, and its test score beside the document's own settings.
void print_tune_result(Console& console, const Study& study, const tune::Report& report);

/// The test scores and the verdict as a report page shows them; null where there is no test part.
[[nodiscard]] Json report_assessment(const tune::Report& report);

/// The columns of the table that is about to be used, and what the data set warns of; for stderr.
[[nodiscard]] std::string data_overview(const Dataset& dataset, const TerminalStyle& style);

}  // namespace vernier::cli
