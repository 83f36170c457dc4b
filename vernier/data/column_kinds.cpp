// What a column is, told from its values.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/table.hpp"

namespace vernier {
namespace {

constexpr std::array kind_words{std::string_view("numeric"), std::string_view("category"), std::string_view("text"),
                                std::string_view("id"),      std::string_view("time"),     std::string_view("ignore")};

bool digits_at(std::string_view text, std::size_t from, std::size_t count) {
  if (text.size() < from + count) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(from),
                     text.begin() + static_cast<std::ptrdiff_t>(from + count),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

// 2024-05-01, 2024/05/01, 01.05.2024, 05/01/2024, 12:30, each with a time of day behind it or not
bool looks_like_time(std::string_view text) {
  const auto mark = [&](std::size_t at, std::string_view any) {
    return at < text.size() && any.find(text[at]) != std::string_view::npos;
  };
  if (digits_at(text, 0, 4) && mark(4, "-/.") && digits_at(text, 5, 2) && mark(7, "-/.") && digits_at(text, 8, 2)) {
    return text.size() == 10 || mark(10, " T");
  }
  if (digits_at(text, 0, 2) && mark(2, "-/.") && digits_at(text, 3, 2) && mark(5, "-/.") && digits_at(text, 6, 4)) {
    return text.size() == 10 || mark(10, " T");
  }
  return digits_at(text, 0, 2) && mark(2, ":") && digits_at(text, 3, 2) && (text.size() == 5 || mark(5, ":"));
}

ColumnKind kind_of_texts(const Column& column) {
  Index words = 0;
  Index spaced = 0;
  Index present = 0;
  Index times = 0;
  for (const std::int32_t code : column.codes) {
    if (code < 0) continue;
    const std::string& text = column.levels[static_cast<std::size_t>(code)];
    const Index spaces = std::count(text.begin(), text.end(), ' ');
    ++present;
    words += spaces + 1;
    spaced += spaces > 0 ? 1 : 0;
    times += looks_like_time(text) ? 1 : 0;
  }
  if (times == present) return ColumnKind::time;
  if (present < 20) return ColumnKind::category;
  const Index distinct = column.distinct_count();
  if (2 * distinct > present && words >= 4 * present) return ColumnKind::text;
  if (10 * distinct >= 9 * present) return 2 * spaced > present ? ColumnKind::text : ColumnKind::id;
  return ColumnKind::category;
}

}  // namespace

std::string_view to_string(ColumnKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }

ColumnKind column_kind(std::string_view word) {
  const auto at = std::find(kind_words.begin(), kind_words.end(), word);
  if (at != kind_words.end()) return static_cast<ColumnKind>(at - kind_words.begin());
  const std::vector<std::string> known(kind_words.begin(), kind_words.end());
  throw InvalidArgument(fmt::format("'{}' is no kind of column", word), fmt::format("one of {}", join(known, ", ")),
                        nearest_word(word, known) ? suggest(word, known) : "");
}

ColumnKind detect_kind(const Column& column) {
  if (column.missing_count() == column.size()) return ColumnKind::ignore;
  if (!column.is_text) return ColumnKind::numeric;
  return column.levels_declared ? ColumnKind::category : kind_of_texts(column);
}

std::vector<ColumnSummary> describe_columns(const Table& table) {
  std::vector<ColumnSummary> summaries;
  for (const Column& column : table.columns) {
    ColumnSummary summary;
    summary.name = column.name;
    summary.detected = !column.kind.has_value();
    summary.kind = column.kind ? *column.kind : detect_kind(column);
    summary.missing = column.missing_count();
    summary.distinct = column.distinct_count();
    for (Index row = 0; row < column.size() && summary.example.empty(); ++row) summary.example = column.text(row);
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace vernier
