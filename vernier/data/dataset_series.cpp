// Data sets whose rows are moments.
#include <fmt/core.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/data/calendar.hpp"
#include "vernier/data/dataset_loader.hpp"

namespace vernier {

void DatasetLoader::check_series(const Table& table) const {
  for (const Task& task : data_.tasks_) {
    const Column& target = table.column(task.target);
    for (Index row = 0; row < table.rows(); ++row) {
      if (!target.missing(row)) continue;
      throw BadData(fmt::format("{}: '{}' is missing in row {} of a series", table.source, target.name, row + 1),
                    "a value at every moment", "Fill it in, for example with the value before it.");
    }
  }
  if (table.rows() <= data_.lead() + 1) {
    throw BadData(fmt::format("{} has {} rows", table.source, table.rows()),
                  fmt::format("more than {}: the rows looked back on and what follows them", data_.lead() + 1),
                  "Make lookback smaller.");
  }
  for (const Column& column : table.columns) {
    if ((column.kind ? *column.kind : detect_kind(column)) == ColumnKind::time) check_order(column, table.source);
  }
}

void DatasetLoader::check_order(const Column& column, std::string_view source) {
  double before = -HUGE_VAL;
  for (Index row = 0; row < column.size(); ++row) {
    const auto days = parse_time(column.text(row));
    if (days && *days < before) {
      throw BadData(fmt::format("{}: '{}' goes back in time in row {}: {} after {}", source, column.name, row + 1,
                                column.text(row), column.text(row - 1)),
                    "rows in the order of time", "Sort the file, or say columns: {COLUMN: ignore}.");
    }
    if (days) before = *days;
  }
}

void DatasetLoader::split_series(const Table& table) {
  const Split split = split_by_rule(options_.test, table.rows(), Rng(options_.seed).split("test"), {});
  const auto first = static_cast<Index>(split.train.size());
  if (split.test.front() != first || first <= data_.lead()) {
    throw InvalidArgument(fmt::format("the test part of a series is {}", options_.test.dump()),
                          "its end, with more than the rows looked back on before it", "Write test: {last: N}.");
  }
  std::vector<Index> test = all_rows(table.rows());
  test.erase(test.begin(), test.begin() + (first - data_.lead()));
  data_.train_table_ = table.select(split.train);
  data_.test_table_ = table.select(test);
}

}  // namespace vernier
