// What the user should know of a data set, and its validation part.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/data/dataset_loader.hpp"

namespace vernier {

void DatasetLoader::finish() {
  for (const Task& task : data_.tasks_) {
    const Column& target = column_of(task);
    if (target.distinct_count() < 2) {
      throw BadData(fmt::format("target '{}' is constant in the training part", target.name),
                    "at least two different values", "Choose another test part, or shuffle the rows.");
    }
    data_.classes_.push_back(class_ids(target, task, data_.lead()));
  }
  if (!options_.validation.is_null()) set_validation();
  if (!data_.series()) warn_of_order();
  for (std::size_t k = 0; k < data_.tasks_.size(); ++k) {
    const Task& task = data_.tasks_[k];
    const bool classes = task.kind != TaskKind::regression;
    if (classes) warn_of_classes(k);
    if (!task.ambiguous) continue;
    warn(fmt::format("'{}' holds whole numbers and is read as {}: if that is wrong, say task: {}", task.target,
                     classes ? "classes" : "a quantity", classes ? "regression" : "classification"));
  }
  if (!data_.arrays_) warn_of_columns();
}

const Column& DatasetLoader::column_of(const Task& task) const {
  return data_.arrays_ ? data_.train_y_ : data_.train_table_.column(task.target);
}

void DatasetLoader::warn_of_order() {
  const Column& target = column_of(data_.task());
  std::vector<float> order(data_.classes().begin(), data_.classes().end());
  if (data_.task().kind == TaskKind::regression) order.assign(target.numbers.begin(), target.numbers.end());
  data_.sorted_ = sorted_by_target(order);
  if (data_.sorted_)
    warn(fmt::format("the rows are sorted by '{}': a part taken from the end differs from the rest", target.name));
}

void DatasetLoader::set_validation() {
  const Rng rng = Rng(options_.seed).split("validation");
  const Split split = split_by_rule(options_.validation, data_.rows(), rng, data_.classes());
  if (data_.series() && split.test.front() != static_cast<Index>(split.train.size())) {
    throw InvalidArgument(fmt::format("the validation part of a series is {}", options_.validation.dump()), "its end",
                          "Write validation: {last: N}.");
  }
  data_.validation_rows_ = split.test;
}

void DatasetLoader::warn_of_classes(std::size_t target) {
  const Task& task = data_.tasks_[target];
  const std::string of = data_.tasks_.size() > 1 ? fmt::format(" of '{}'", task.target) : "";
  const std::vector<Index> counts = data_.class_counts(target);
  Index least = data_.rows();
  Index most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& name = task.classes[i];
    if (counts[i] == 0) warn(fmt::format("class '{}'{} has no training row", name, of));
    if (counts[i] == 1) warn(fmt::format("class '{}'{} has one training row: it cannot be validated", name, of));
    if (counts[i] > 0) least = std::min(least, counts[i]);
    most = std::max(most, counts[i]);
  }
  if (most >= 4 * least && least > 1) {
    warn(
        fmt::format("the classes{} are imbalanced: the largest has {} rows, the smallest {}; always guessing the "
                    "largest is right in {:.1f} %",
                    of, most, least, 100.0 * static_cast<double>(most) / static_cast<double>(data_.rows())));
  }
}

void DatasetLoader::warn_of_columns() {
  const Table& table = data_.train_table_;
  for (const std::string& text : table.warnings) warn(text);
  const std::size_t inputs = table.columns.size() - data_.tasks_.size();
  if (static_cast<Index>(inputs) > table.rows()) {
    warn(fmt::format("{} has more input columns ({}) than training rows ({}): scores will vary", table.source, inputs,
                     table.rows()));
  }
  for (const ColumnSummary& column : describe_columns(table)) {
    if (is_target(column.name) || column.kind == ColumnKind::numeric || column.kind == ColumnKind::category) {
      continue;
    }
    if (!column.detected || (data_.series() && column.kind == ColumnKind::time)) continue;
    warn(column.kind == ColumnKind::ignore
             ? fmt::format("column '{}' is left out: every value is missing", column.name)
             : fmt::format("column '{}' is left out: it looks like a column of kind {}; say columns: {{{}: {}}} to use "
                           "it, or {{{}: category}} if it is none",
                           column.name, to_string(column.kind), column.name, to_string(column.kind), column.name));
  }
}

}  // namespace vernier
