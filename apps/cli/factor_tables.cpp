#include "apps/cli/factor_tables.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "vernier/base/text.hpp"
#include "vernier/figures/study_figures.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

std::string optional_number(const std::optional<double>& value, int digits = 4) {
  return value ? table_number(*value, digits) : "";
}

// K: means of the levels, R: range, and the rank by it.
TextTable range_table(const FactorAnalysis& analysis) {
  std::size_t most = 0;
  for (const FactorReport& factor : analysis.factors) most = std::max(most, factor.levels.size());
  TextTable table{{{"factor", false, true}}, {}};
  for (std::size_t level = 0; level < most; ++level) table.columns.push_back({fmt::format("mean {}", level + 1), true});
  table.columns.insert(table.columns.end(), {{"range", true}, {"rank", true}, {"best level", false, true}});
  for (const FactorReport& factor : analysis.factors) {
    std::vector<std::string> row{factor.name};
    for (std::size_t level = 0; level < most; ++level) {
      row.push_back(level < factor.levels.size() ? table_number(factor.levels[level].mean) : "");
    }
    row.push_back(table_number(factor.range, 4));
    row.push_back(std::to_string(factor.rank));
    row.push_back(factor.levels.empty() ? "" : factor.levels[factor.best].label);
    table.rows.push_back(std::move(row));
  }
  return table;
}

TextTable variance_table(const FactorAnalysis& analysis) {
  TextTable table{{{"source", false, true},
                   {"SS", true},
                   {"df", true},
                   {"MS", true},
                   {"F", true},
                   {"p", true},
                   {"contribution %", true}},
                  {}};
  for (const FactorReport& factor : analysis.factors) {
    table.rows.push_back({factor.pooled ? factor.name + " (pooled)" : factor.name, table_number(factor.sum_squares, 4),
                          std::to_string(factor.freedom), table_number(factor.mean_square, 4),
                          optional_number(factor.f), optional_number(factor.p, 3),
                          factor.pooled ? "" : fmt::format("{:.1f}", factor.contribution)});
  }
  table.rows.push_back({"error", table_number(analysis.error_squares, 4), std::to_string(analysis.error_freedom),
                        optional_number(analysis.error_mean_square), "", "",
                        fmt::format("{:.1f}", analysis.error_contribution)});
  table.rows.push_back(
      {"total", table_number(analysis.total_squares, 4), std::to_string(analysis.total_freedom), "", "", "", "100.0"});
  return table;
}

std::string interval_text(const std::optional<double>& low, const std::optional<double>& high) {
  return low && high ? fmt::format(" ({} to {})", table_number(*low), table_number(*high)) : "";
}

}  // namespace

void print_factor_analysis(Console& console, const FactorAnalysis& analysis, const std::string& response) {
  console.print_heading(
      fmt::format("Range analysis of {}: {} runs, mean {}", response, analysis.runs, table_number(analysis.mean)));
  if (!analysis.balanced)
    console.print_line("The runs are not balanced: means are freed of the other factors by least squares.");
  if (analysis.missing > 0)
    console.print_line(fmt::format("{} failed or pruned trials give no value.", analysis.missing));
  if (!analysis.constant.empty()) console.print_line("Never varied: " + join(analysis.constant, ", ") + ".");
  console.print_table(range_table(analysis));
  console.print_heading("Analysis of variance");
  console.print_table(variance_table(analysis));

  console.print_line();
  console.print_figure(main_effects_figure(factor_effects(analysis), "mean " + response), 16);

  console.print_heading("Predicted optimum");
  if (analysis.predicted) {
    console.print_line(fmt::format("{} {}{}", response, table_number(*analysis.predicted),
                                   interval_text(analysis.low, analysis.high)));
  }
  console.print_table(params_table(analysis.optimum));
  if (const auto& run = analysis.confirmation) {
    const std::string verdict = !run->agrees   ? ""
                                : *run->agrees ? ": the model holds"
                                               : ": the model does not hold here";
    console.print_line(fmt::format("Confirmed by trial {}: {}, predicted {}{}{}", run->trial, table_number(run->value),
                                   optional_number(run->predicted), interval_text(run->low, run->high), verdict));
  }
}

}  // namespace vernier::cli
