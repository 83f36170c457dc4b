#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/readers/column_builder.hpp"
#include "vernier/data/readers/formats.hpp"
#include "vernier/data/readers/text_input.hpp"

namespace vernier {
namespace {

constexpr double svmlight_cells = 3e8;             // a dense table of 2.4 GB
constexpr std::size_t svmlight_features = 200000;  // a short line must not ask for millions of columns

std::string_view svmlight_word(std::string_view& rest) {
  rest = trim(rest);
  const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

struct SvmlightEntry {
  std::size_t row = 0;
  std::size_t index = 0;
  double value = 0;
};

/// "7:0.5"; nothing for anything else.
std::optional<SvmlightEntry> svmlight_entry(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto index = parse_number(word.substr(0, colon));
  const auto value = parse_number(word.substr(colon + 1));
  if (!index || !value || *index < 0 || *index != std::trunc(*index) || *index > 1e9) return std::nullopt;
  return SvmlightEntry{0, static_cast<std::size_t>(*index), *value};
}

}  // namespace

Table read_svmlight(std::string_view text, std::string_view source, const ReadOptions& options) {
  std::vector<double> labels;
  std::vector<SvmlightEntry> entries;
  std::size_t largest = 0;
  bool from_zero = false;
  LineReader lines(text);
  std::string_view line;
  while (lines.next(line)) {
    std::string_view rest = line.substr(0, line.find('#'));
    const std::string_view label = svmlight_word(rest);
    if (label.empty()) continue;
    const auto fail = [&](std::string_view word) {
      throw BadData(fmt::format("{} line {}: '{}'", source, lines.number(), excerpt(word)),
                    "LABEL INDEX:VALUE INDEX:VALUE ..., indices from 0 or 1 and ascending", "Correct that line.");
    };
    const auto number = parse_number(label);
    if (!number) fail(label);
    std::optional<std::size_t> last;
    for (std::string_view word = svmlight_word(rest); !word.empty(); word = svmlight_word(rest)) {
      if (word.starts_with("qid:")) continue;
      auto entry = svmlight_entry(word);
      if (!entry || (last && entry->index <= *last)) fail(word);
      if (entry->index > svmlight_features) {
        throw Unsupported(fmt::format("{} line {} holds the index {}", source, lines.number(), entry->index),
                          "at most 200,000 features", "Number the features without gaps, or keep fewer.");
      }
      last = entry->index;
      from_zero = from_zero || entry->index == 0;
      largest = std::max(largest, entry->index);
      entry->row = labels.size();
      entries.push_back(*entry);
    }
    labels.push_back(*number);
  }
  if (labels.empty())
    throw BadData(fmt::format("{} has no rows", source), "LABEL INDEX:VALUE ...",
                  "Check that it was written completely.");
  const std::size_t features = from_zero ? largest + 1 : largest;
  if (static_cast<double>(features) * static_cast<double>(labels.size()) > svmlight_cells) {
    throw Unsupported(fmt::format("{} has {} rows of {} features", source, labels.size(), features),
                      "at most 300 million values in all", "Keep fewer features.");
  }
  Table table;
  table.source = source;
  table.columns.resize(features + 1);
  table.columns[0].name = "target";
  table.columns[0].numbers = labels;
  for (std::size_t i = 1; i <= features; ++i) {
    table.columns[i].name = fmt::format("f{}", i);
    table.columns[i].numbers.assign(labels.size(), 0.0);
  }
  for (const SvmlightEntry& entry : entries) {
    table.columns[entry.index + (from_zero ? 1 : 0)].numbers[entry.row] = entry.value;
  }
  const std::vector<ColumnOptions> said = options_per_column(table.names(), options, source);
  for (std::size_t i = 0; i < said.size(); ++i) apply_kind(table.columns[i], said[i], source);
  return table;
}

bool looks_like_svmlight(std::string_view text) {
  LineReader lines(text);
  std::string_view line;
  int seen = 0;
  int alike = 0;  // one line may be wrong: the reader will name it
  while (seen < 5 && lines.next(line)) {
    std::string_view rest = line.substr(0, line.find('#'));
    const std::string_view label = svmlight_word(rest);
    if (label.empty()) continue;
    ++seen;
    std::string_view word = svmlight_word(rest);
    bool fits = parse_number(label) && !word.empty();
    for (; fits && !word.empty(); word = svmlight_word(rest)) fits = word.starts_with("qid:") || svmlight_entry(word);
    alike += fits ? 1 : 0;
  }
  return alike > 0 && alike + 1 >= seen;
}

Table table_of_array(const Array& array, std::string_view source, const ReadOptions& options) {
  const Shape& shape = array.values.shape();
  if (shape.rank() < 1 || shape.rank() > 2 || shape.size() == 0) {
    throw BadData(fmt::format("{} holds an array of shape {}", source, to_string(shape)), "rows and columns",
                  "Give arrays of more axes as 'inputs', with their 'targets'.");
  }
  const auto rows = static_cast<std::size_t>(shape[0]);
  const std::size_t columns = shape.rank() == 1 ? 1 : static_cast<std::size_t>(shape[1]);
  const std::vector<std::string> names = options.names.empty() ? numbered_names(columns) : options.names;
  if (names.size() != columns) {
    throw BadData(fmt::format("{} has {} columns, but {} names are given", source, columns, names.size()),
                  "one name for each column");
  }
  check_names(names, source);
  const std::vector<ColumnOptions> said = options_per_column(names, options, source);
  Table table;
  table.source = source;
  table.named = !options.names.empty();
  for (std::size_t i = 0; i < columns; ++i) {
    Column column;
    column.name = names[i];
    for (std::size_t row = 0; row < rows; ++row) column.numbers.push_back(array.values.data()[row * columns + i]);
    apply_kind(column, said[i], source);
    table.columns.push_back(std::move(column));
  }
  return table;
}

}  // namespace vernier
