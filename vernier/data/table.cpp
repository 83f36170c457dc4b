#include "vernier/data/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

bool Column::missing(Index row) const {
  const auto at = static_cast<std::size_t>(row);
  return is_text ? codes[at] < 0 : std::isnan(numbers[at]);
}

std::string Column::text(Index row) const {
  if (missing(row)) return {};
  const auto at = static_cast<std::size_t>(row);
  return is_text ? levels[static_cast<std::size_t>(codes[at])] : format_number(numbers[at]);
}

Index Column::missing_count() const {
  if (is_text) return std::count(codes.begin(), codes.end(), -1);
  return std::count_if(numbers.begin(), numbers.end(), [](double value) { return std::isnan(value); });
}

Index Column::distinct_count() const {
  if (is_text) {
    std::vector<bool> seen(levels.size(), false);
    for (const std::int32_t code : codes) {
      if (code >= 0) seen[static_cast<std::size_t>(code)] = true;
    }
    return std::count(seen.begin(), seen.end(), true);
  }
  std::unordered_set<double> seen;
  for (const double value : numbers) {
    if (!std::isnan(value)) seen.insert(value);
  }
  return static_cast<Index>(seen.size());
}

Column Column::rows(std::span<const Index> rows) const {
  Column part;
  part.name = name;
  part.is_text = is_text;
  part.levels = levels;
  part.kind = kind;
  part.strip = strip;
  part.text_options = text_options;
  part.levels_declared = levels_declared;
  for (const Index row : rows) {
    if (is_text) {
      part.codes.push_back(codes[static_cast<std::size_t>(row)]);
    } else {
      part.numbers.push_back(numbers[static_cast<std::size_t>(row)]);
    }
  }
  return part;
}

const Column* Table::find(std::string_view name) const {
  const auto at = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return at == columns.end() ? nullptr : &*at;
}

const Column& Table::column(std::string_view name) const {
  if (const Column* found = find(name)) return *found;
  throw BadData(fmt::format("{} has no column '{}'", source, name), {}, suggest(name, names()));
}

std::vector<std::string> Table::names() const {
  std::vector<std::string> result;
  for (const Column& column : columns) result.push_back(column.name);
  return result;
}

std::optional<std::size_t> Table::find_position(std::string_view name_or_number) const {
  if (const Column* found = find(name_or_number)) return static_cast<std::size_t>(found - columns.data());
  const auto number = parse_number(name_or_number);
  const auto count = static_cast<double>(columns.size());
  if (!number || *number != std::trunc(*number) || *number == 0 || std::abs(*number) > count) return std::nullopt;
  return static_cast<std::size_t>(*number > 0 ? *number - 1 : count + *number);
}

std::size_t Table::position(std::string_view name_or_number) const {
  if (const auto at = find_position(name_or_number)) return *at;
  if (parse_number(name_or_number)) {
    throw BadData(fmt::format("{} has no column number {}", source, name_or_number),
                  fmt::format("1 to {0}, or -1 to -{0} from the end", columns.size()));
  }
  throw BadData(fmt::format("{} has no column '{}'", source, name_or_number), {}, suggest(name_or_number, names()));
}

ColumnPositions::ColumnPositions(std::span<const std::string> names) {
  for (std::size_t i = 0; i < names.size(); ++i) positions_.emplace(names[i], i);
}

std::optional<std::size_t> ColumnPositions::find(std::string_view name) const {
  const auto at = positions_.find(std::string(name));
  return at == positions_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<std::string> in_natural_order(std::vector<std::string> texts) {
  const bool numbers = std::all_of(texts.begin(), texts.end(), [](const auto& text) { return parse_number(text); });
  std::sort(texts.begin(), texts.end(), [&](const std::string& a, const std::string& b) {
    if (!numbers) return a < b;
    const double left = *parse_number(a);
    const double right = *parse_number(b);
    return left != right ? left < right : a < b;
  });
  return texts;
}

void check_finite(const Table& table) {
  for (const Column& column : table.columns) {
    if (column.kind == ColumnKind::ignore) continue;
    const auto at = std::find_if(column.numbers.begin(), column.numbers.end(), [](double v) { return std::isinf(v); });
    if (at == column.numbers.end()) continue;
    throw BadData(fmt::format("{}: column '{}' is infinite in row {}", table.source, column.name,
                              at - column.numbers.begin() + 1),
                  "finite numbers", "Correct the value, leave it empty, or have the column ignored with 'columns'.");
  }
}

Table Table::select(std::span<const Index> rows) const {
  Table part;
  part.source = source;
  part.named = named;
  part.missing = missing;
  part.warnings = warnings;
  for (const Column& column : columns) part.columns.push_back(column.rows(rows));
  return part;
}

}  // namespace vernier
