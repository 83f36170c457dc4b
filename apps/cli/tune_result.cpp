#include "apps/cli/tune_result.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "apps/cli/search_result.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/table.hpp"
#include "vernier/figures/study_tables.hpp"

namespace vernier::cli {
namespace {

constexpr std::size_t shown_columns = 12;

TextTable test_table(const tune::Report& report) {
  TextTable table{{{"test"}, {"tuned", true}, {"default settings", true}}, {}};
  for (const auto& [metric, value] : report.test) {
    const auto plain = report.default_test.find(metric);
    table.rows.push_back(
        {metric, table_number(value), plain == report.default_test.end() ? "" : table_number(plain->second)});
  }
  return table;
}

/// "binary of 'label' (ham: 4825, spam: 747)"
std::string target_overview(const Dataset& dataset, std::size_t target) {
  const Task& task = dataset.task(target);
  std::string out = fmt::format("{} of '{}'", to_string(task.kind), task.target);
  if (task.classes.empty()) return out;
  const std::vector<Index> counts = dataset.class_counts(target);
  std::vector<std::string> parts;
  for (std::size_t k = 0; k < std::min(counts.size(), shown_columns); ++k) {
    parts.push_back(fmt::format("{}: {}", task.classes[k], counts[k]));
  }
  if (counts.size() > shown_columns) parts.emplace_back("...");
  return out + fmt::format(" ({})", join(parts, ", "));
}

}  // namespace

void print_tune_result(Console& console, const Study& study, const tune::Report& report) {
  print_search(console, study, report.reason, report.seconds, "epochs");
  if (!report.best) return;
  console.print_heading(fmt::format("Best configuration: trial {}, {} {}", report.best->number, report.objective.name,
                                    table_number(report.best->values.front())));
  console.print_table(params_table(report.best->params));
  if (!report.test.empty()) {
    console.print_line();
    console.print_table(test_table(report));
  }
  if (report.reason != StopReason::interrupted) console.print_line('\n' + report.verdict());
  if (report.refit) {
    console.print_line("Both were trained once more, on the rows that had been held back to choose them too.");
  }
  if (!report.model.empty()) {
    console.print_line(fmt::format("The model is {0}; 'vernier predict {0} DATA' uses it.", report.model.string()));
  }
}

Json report_assessment(const tune::Report& report) {
  if (!report.best || report.test.empty()) return nullptr;
  return {{"statement", report.verdict()}, {"default", report.default_test}, {"tuned", report.test}};
}

std::string data_overview(const Dataset& dataset, const TerminalStyle& style) {
  std::string out =
      fmt::format("{}: {} rows to learn from, {} to test", dataset.name(), dataset.rows(), dataset.test_rows());
  for (std::size_t k = 0; k < dataset.target_count(); ++k) out += "; " + target_overview(dataset, k);
  out += '\n';
  if (dataset.table() == nullptr) return out;
  const std::vector<ColumnSummary> columns = describe_columns(*dataset.table());
  TextTable table{{{"column", false, true}, {"kind"}, {"different", true}, {"missing", true}, {"example", false, true}},
                  {}};
  for (const ColumnSummary& column : columns) {
    if (table.rows.size() == shown_columns && columns.size() > shown_columns + 1) {
      table.rows.push_back({fmt::format("({} more)", columns.size() - shown_columns)});
      break;
    }
    table.rows.push_back({column.name, std::string(to_string(column.kind)), std::to_string(column.distinct),
                          column.missing > 0 ? std::to_string(column.missing) : "", column.example});
  }
  return out + draw_table(table, style);
}

}  // namespace vernier::cli
