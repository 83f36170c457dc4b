// What the user should know of a data set, and its validation part.
#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/errors.hpp"
#include "vernier/data/dataset_loader.hpp"

namespace vernier {

void DatasetLoader::finish() {
  const Column target = data_.arrays_ ? data_.train_y_ : data_.train_table_.column(data_.task_.target);
  if (target.distinct_count() < 2) {
    throw BadData(fmt::format("target '{}' is constant in the training part", target.name),
                  "at least two different values", "Choose another test part, or shuffle the rows.");
  }
  std::vector<float> order;
  const bool classes = data_.task_.kind != TaskKind::regression;
  for (Index row = data_.lead(); row < target.size(); ++row) {
    if (classes) data_.classes_.push_back(class_of(target, row));
    order.push_back(classes ? static_cast<float>(data_.classes_.back())
                            : static_cast<float>(target.numbers[static_cast<std::size_t>(row)]));
  }
  if (!options_.validation.is_null()) set_validation();
  data_.sorted_ = !data_.series() && sorted_by_target(order);
  if (data_.sorted_)
    warn(fmt::format("the rows are sorted by '{}': a part taken from the end differs from the rest", target.name));
  if (classes) warn_of_classes();
  if (data_.task_.ambiguous) {
    warn(fmt::format("'{}' holds whole numbers and is read as {}: if that is wrong, say task: {}", target.name,
                     classes ? "classes" : "a quantity", classes ? "regression" : "classification"));
  }
  if (!data_.arrays_) warn_of_columns();
}

void DatasetLoader::set_validation() {
  const Rng rng = Rng(options_.seed).split("validation");
  const Split split = split_by_rule(options_.validation, data_.rows(), rng, data_.classes_);
  if (data_.series() && split.test.front() != static_cast<Index>(split.train.size())) {
    throw InvalidArgument(fmt::format("the validation part of a series is {}", options_.validation.dump()), "its end",
                          "Write validation: {last: N}.");
  }
  data_.validation_rows_ = split.test;
}

void DatasetLoader::warn_of_classes() {
  const std::vector<Index> counts = data_.class_counts();
  Index least = data_.rows();
  Index most = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& name = data_.task_.classes[i];
    if (counts[i] == 0) warn(fmt::format("class '{}' has no training row", name));
    if (counts[i] == 1) warn(fmt::format("class '{}' has one training row: it cannot be validated", name));
    if (counts[i] > 0) least = std::min(least, counts[i]);
    most = std::max(most, counts[i]);
  }
  if (most >= 4 * least && least > 1) {
    warn(
        fmt::format("the classes are imbalanced: the largest has {} rows, the smallest {}; always guessing the largest "
                    "is right in {:.1f} %",
                    most, least, 100.0 * static_cast<double>(most) / static_cast<double>(data_.rows())));
  }
}

void DatasetLoader::warn_of_columns() {
  const Table& table = data_.train_table_;
  for (const std::string& text : table.warnings) warn(text);
  if (static_cast<Index>(table.columns.size()) - 1 > table.rows()) {
    warn(fmt::format("{} has more input columns ({}) than training rows ({}): scores will vary", table.source,
                     table.columns.size() - 1, table.rows()));
  }
  for (const ColumnSummary& column : describe_columns(table)) {
    if (column.name == data_.task_.target || column.kind == ColumnKind::numeric ||
        column.kind == ColumnKind::category) {
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
