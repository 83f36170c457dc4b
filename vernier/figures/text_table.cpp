#include "vernier/figures/text_table.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

#include "vernier/base/text.hpp"
#include "vernier/figures/display_text.hpp"

namespace vernier {
namespace {

constexpr int table_gap = 2;
constexpr int table_least_width = 6;

// Takes columns' widths down until they fit: those that shrink first, always the widest of them.
void fit_widths(std::vector<int>& widths, const std::vector<TextColumn>& columns, int room) {
  const auto total = [&] {
    int sum = -table_gap;
    for (const int width : widths) sum += width + table_gap;
    return sum;
  };
  for (const bool only_shrinking : {true, false}) {
    while (total() > room) {
      std::size_t widest = widths.size();
      for (std::size_t i = 0; i < widths.size(); ++i) {
        if (only_shrinking && !columns[i].shrinks) continue;
        const int least = std::max(table_least_width, columns[i].shrinks ? 12 : 0);
        if (widths[i] > least && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
      }
      if (widest == widths.size()) break;
      --widths[widest];
    }
  }
}

std::string trimmed_line(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line += '\n';
}

}  // namespace

std::string draw_table(const TextTable& table, const TerminalStyle& style) {
  const std::size_t count = table.columns.size();
  std::vector<int> widths;
  for (const TextColumn& column : table.columns) widths.push_back(display_width(escape_text(column.title)));
  std::vector<std::vector<std::string>> rows;
  rows.reserve(table.rows.size());
  for (const auto& row : table.rows) {
    rows.emplace_back();
    for (std::size_t i = 0; i < std::min(count, row.size()); ++i) {
      rows.back().push_back(escape_text(row[i]));
      widths[i] = std::max(widths[i], display_width(rows.back()[i]));
    }
  }
  fit_widths(widths, table.columns, style.width);

  const std::string_view ellipsis = style.unicode ? "…" : "~";
  const auto cell = [&](std::string_view text, std::size_t i) {
    const std::string cut = cut_text(text, widths[i], ellipsis);
    return table.columns[i].number ? pad_left(cut, widths[i]) : pad_right(cut, widths[i]);
  };
  const std::string gap(table_gap, ' ');
  std::string titles, rule, body;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) titles += gap, rule += gap;
    titles += cell(escape_text(table.columns[i].title), i);
    for (int k = 0; k < widths[i]; ++k) rule += style.unicode ? "─" : "-";
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i > 0 ? gap : "") + cell(row[i], i);
    body += trimmed_line(std::move(line));
  }
  titles = trimmed_line(std::move(titles));
  titles.pop_back();
  return inked(titles, Ink::bold, style) + '\n' + inked(rule, Ink::faint, style) + '\n' + body;
}

std::string table_number(double value, int digits) {
  if (!std::isfinite(value)) return format_number(value);
  if (value == std::round(value) && std::abs(value) < 1e15) return fmt::format("{:.0f}", value + 0.0);
  return format_number(parse_number(fmt::format("{:.{}g}", value, digits)).value_or(value));
}

std::string table_duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  if (seconds < 0.9995) return fmt::format("{:.0f}ms", seconds * 1000);
  if (seconds < 59.95) return fmt::format("{:.1f}s", seconds);
  const auto whole = static_cast<long long>(std::llround(std::min(seconds, 1e15)));
  if (whole < 3600) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{}h{:02}m", whole / 3600, whole % 3600 / 60);
  return fmt::format("{}d{:02}h", whole / 86400, whole % 86400 / 3600);
}

}  // namespace vernier
