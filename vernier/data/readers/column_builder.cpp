#include "vernier/data/readers/column_builder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

MissingWords::MissingWords(const std::vector<std::string>& words) : words_(words) {
  for (const std::string& word : words_) longest_ = std::max(longest_, word.size());
}

bool MissingWords::lookup(std::string_view field) const {
  return std::find(words_.begin(), words_.end(), field) != words_.end();
}

ColumnBuilder::ColumnBuilder(const MissingWords& missing, bool as_text, std::string strip)
    : missing_(&missing), as_text_(as_text), strip_(std::move(strip)) {}

void ColumnBuilder::add_field(std::string_view field) {
  if (!strip_.empty()) {
    const std::size_t first = std::min(field.find_first_not_of(strip_), field.size());
    field.remove_prefix(first);
    field = field.substr(0, field.find_last_not_of(strip_) + 1);
    field = trim(field);
  }
  if (missing_->contains(field)) return add_missing();
  if (!as_text_) {
    if (const auto number = parse_number(field)) return add_number(*number);
  }
  add_text(field);
}

void ColumnBuilder::add_number(double value) {
  if (as_text_) return add_text(format_number(value));
  numbers_.push_back(value);
  ++present_;
}

void ColumnBuilder::add_text(std::string_view text) {
  if (!as_text_) {
    turned_ = present_ > 0;
    as_text_ = true;
    codes_.assign(numbers_.size(), -1);
    numbers_ = {};
  }
  ++present_;
  if (turned_) return codes_.push_back(-1);  // the column will be read again: only its length matters now
  if (const auto found = index_.find(text); found != index_.end()) return codes_.push_back(found->second);
  const auto code = static_cast<std::int32_t>(levels_.size());
  levels_.emplace_back(text);
  index_.emplace(text, code);
  codes_.push_back(code);
}

void ColumnBuilder::add_missing() {
  if (as_text_) {
    codes_.push_back(-1);
  } else {
    numbers_.push_back(std::numeric_limits<double>::quiet_NaN());
  }
}

void ColumnBuilder::declare_levels(const std::vector<std::string>& levels) {
  declared_ = true;
  for (const std::string& level : levels) {
    if (index_.emplace(level, static_cast<std::int32_t>(levels_.size())).second) levels_.push_back(level);
  }
}

std::int32_t ColumnBuilder::code_of(std::string_view level) const {
  const auto found = index_.find(level);
  return found == index_.end() ? -1 : found->second;
}

Column ColumnBuilder::take(std::string name) {
  Column column;
  column.name = std::move(name);
  column.is_text = as_text_;
  column.numbers = std::move(numbers_);
  column.codes = std::move(codes_);
  column.levels = std::move(levels_);
  column.levels_declared = declared_;
  return column;
}

std::vector<ColumnOptions> options_per_column(const std::vector<std::string>& names, const ReadOptions& options,
                                              std::string_view source) {
  std::vector<ColumnOptions> result(names.size());
  if (options.columns.empty()) return result;
  Table header;  // only to resolve names and numbers
  header.source = source;
  for (const std::string& name : names) header.columns.emplace_back().name = name;
  const ColumnPositions positions(names);
  for (const auto& [key, value] : options.columns) {
    const auto named = positions.find(key);
    const auto at = named ? named : header.find_position(key);
    if (!at && options.optional_columns) continue;
    result[at ? *at : header.position(key)] = value;
  }
  return result;
}

bool reads_as_text(const ColumnOptions& options) {
  return options.kind == "category" || options.kind == "text" || options.kind == "id" || options.kind == "time";
}

std::vector<std::string> numbered_names(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back(fmt::format("c{}", i));
  return names;
}

void apply_kind(Column& column, const ColumnOptions& options, std::string_view source) {
  column.strip = options.strip;
  column.text_options = options.text;
  if (options.kind == "auto") return;
  column.kind = column_kind(options.kind);
  if (column.kind != ColumnKind::numeric || !column.is_text) return;
  for (Index row = 0; row < column.size(); ++row) {
    const std::string text = column.text(row);
    if (column.missing(row) || parse_number(text)) continue;
    throw BadData(
        fmt::format("{}: column '{}' is said to be numeric, but row {} holds '{}'", source, column.name, row + 1, text),
        "numbers only", "Declare it a category, or add the word to 'missing'.");
  }
  // only declared levels (ARFF nominal) keep numbers as texts up to here
  Column numbers;
  numbers.name = column.name;
  numbers.kind = column.kind;
  numbers.strip = column.strip;
  for (Index row = 0; row < column.size(); ++row) {
    numbers.numbers.push_back(column.missing(row) ? std::numeric_limits<double>::quiet_NaN()
                                                  : *parse_number(column.text(row)));
  }
  column = std::move(numbers);
}

void check_names(const std::vector<std::string>& names, std::string_view source) {
  std::set<std::string_view> seen;
  for (const std::string& name : names) {
    if (seen.insert(name).second) continue;
    throw BadData(fmt::format("{} has two columns named '{}'", source, name), "a different name for each column",
                  "Rename one of them in the first line, or give all names with 'names'.");
  }
}

}  // namespace vernier
