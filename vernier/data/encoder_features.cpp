// From columns to features, row by row or seen through windows.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/encoder.hpp"
#include "vernier/data/split.hpp"

namespace vernier {

void Encoder::encode(const Feature& feature, const Column& column, const Table& table, std::span<const Index> rows,
                     View into, Index at) const {
  const Index stride = into.columns();
  if (feature.calendar) {
    std::vector<double> of_level;
    for (const std::string& level : column.levels) of_level.push_back(parse_time(level).value_or(HUGE_VAL));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double days = column.missing(rows[i]) || !column.is_text
                              ? HUGE_VAL
                              : of_level[static_cast<std::size_t>(column.codes[static_cast<std::size_t>(rows[i])])];
      if (!std::isfinite(days)) {
        throw BadData(fmt::format("{}: column '{}' holds '{}' in row {}", table.source, column.name,
                                  column.text(rows[i]), rows[i] + 1),
                      "a date such as 2024-05-01, or 2024-05-01 12:30",
                      "Correct it, or say columns: {COLUMN: ignore}.");
      }
      calendar_features(days, {into.data + static_cast<Index>(i) * stride + at, calendar_width(feature.time_of_day)});
    }
    return;
  }
  if (feature.numeric) {
    std::vector<double> of_level;  // a text column whose texts are numbers all the same
    for (const std::string& level : column.levels) {
      of_level.push_back(parse_number(level).value_or(std::numeric_limits<double>::infinity()));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows[i]);
      const bool missing = column.missing(rows[i]);
      const double value = missing          ? feature.fill
                           : column.is_text ? of_level[static_cast<std::size_t>(column.codes[row])]
                                            : column.numbers[row];
      if (!std::isfinite(value)) {
        throw BadData(fmt::format("{}: column '{}' holds '{}' in row {}", table.source, column.name,
                                  column.text(rows[i]), row + 1),
                      "a finite number, as in training", "Correct the value, or leave it empty.");
      }
      float* out = into.data + static_cast<Index>(i) * stride + at;
      feature.numeric->apply(value, out);
      if (feature.indicator) out[feature.numeric->width()] = missing ? 1.0F : 0.0F;
    }
    return;
  }
  const auto levels = static_cast<Index>(feature.levels.size());
  const auto place = [&](const std::string& text) -> Index {  // -1: no feature is set
    const auto found = std::lower_bound(feature.levels.begin(), feature.levels.end(), text);
    if (found != feature.levels.end() && *found == text) return found - feature.levels.begin();
    return feature.other ? levels : -1;
  };
  std::vector<Index> of_code;
  for (const std::string& level : column.levels) of_code.push_back(place(level));
  const Index of_missing = feature.missing_level ? levels + (feature.other ? 1 : 0) : feature.other ? levels : -1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Index set = column.missing(rows[i]) ? of_missing
                      : column.is_text
                          ? of_code[static_cast<std::size_t>(column.codes[static_cast<std::size_t>(rows[i])])]
                          : place(column.text(rows[i]));
    if (set >= 0) into.data[static_cast<Index>(i) * stride + at + set] = 1.0F;
  }
}

Tensor Encoder::features(const Table& table, const ColumnPositions& positions, std::span<const Index> rows) const {
  Tensor x(Shape{static_cast<Index>(rows.size()), width()});
  Index at = 0;
  for (const Feature& feature : features_) {
    encode(feature, column_in(table, positions, feature.column), table, rows, x.view(), at);
    at += feature.width();
  }
  return x;
}

Tensor Encoder::windows(const Table& table, const ColumnPositions& positions, std::span<const Index> rows) const {
  const Tensor moments = features(table, positions, all_rows(table.rows()));
  const Index columns = width();
  Tensor x(Shape{static_cast<Index>(rows.size()), lookback_, columns});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::copy_n(moments.data() + rows[i] * columns, lookback_ * columns,
                x.data() + static_cast<Index>(i) * lookback_ * columns);
  }
  return x;
}

}  // namespace vernier
