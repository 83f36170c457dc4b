#pragma once
// The analysis of an orthogonal design as tables and a plot.
#include <string>

#include "apps/cli/console.hpp"
#include "vernier/importance/factor_analysis.hpp"

namespace vernier::cli {

/// Range analysis, analysis of variance, main-effect plot, predicted optimum and its confirmation. `response` names
/// what was analysed.
void print_factor_analysis(Console& console, const FactorAnalysis& analysis, const std::string& response);

}  // namespace vernier::cli
