#include "vernier/data/task.hpp"

#include <fmt/core.h>

#include <cmath>
#include <set>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

constexpr std::size_t most_number_classes = 20;
constexpr std::size_t sure_number_classes = 10;
constexpr std::size_t rows_per_number_class = 5;

std::vector<std::string> task_text_classes(const Column& target) {
  std::vector<bool> seen(target.levels.size(), false);
  for (const std::int32_t code : target.codes) {
    if (code >= 0) seen[static_cast<std::size_t>(code)] = true;
  }
  std::vector<std::string> classes;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] || target.levels_declared) classes.push_back(target.levels[i]);
  }
  if (target.levels_declared) return classes;
  return in_natural_order(std::move(classes));
}

Task task_of_classes(const Column& target, std::vector<std::string> classes, std::string_view wanted,
                     std::string_view source) {
  Task task;
  task.target = target.name;
  task.kind = classes.size() == 2 && wanted != "multiclass" ? TaskKind::binary : TaskKind::multiclass;
  if (wanted == "binary" && classes.size() != 2) {
    throw BadData(fmt::format("{}: target '{}' has {} classes", source, target.name, classes.size()),
                  "2 for a binary task", "Say task: multiclass.");
  }
  if (wanted == "regression") {
    throw BadData(fmt::format("{}: target '{}' holds texts such as '{}'", source, target.name, classes.front()),
                  "numbers for a regression", "Say task: classification, or clean the column.");
  }
  task.classes = std::move(classes);
  return task;
}

}  // namespace

std::string_view to_string(TaskKind kind) {
  switch (kind) {
    case TaskKind::binary: return "binary";
    case TaskKind::multiclass: return "multiclass";
    case TaskKind::regression: return "regression";
  }
  return "unknown";
}

TaskKind task_kind(std::string_view word) {
  for (const TaskKind kind : {TaskKind::binary, TaskKind::multiclass, TaskKind::regression}) {
    if (word == to_string(kind)) return kind;
  }
  throw InvalidArgument(fmt::format("'{}' is no kind of task", word), "binary, multiclass or regression");
}

Task detect_task(const Column& target, std::string_view wanted, std::string_view source) {
  const Index distinct = target.distinct_count();
  if (distinct == 0) {
    throw BadData(fmt::format("{}: every value of target '{}' is missing", source, target.name), "a value in each row",
                  "Check the name of the target and the words that stand for missing values.");
  }
  if (distinct == 1) {
    Index row = 0;
    while (target.missing(row)) ++row;
    throw BadData(
        fmt::format("{}: target '{}' is constant: every value is '{}'", source, target.name, target.text(row)),
        "at least two different values", "Choose another target, or rows that differ.");
  }
  if (target.is_text) return task_of_classes(target, task_text_classes(target), wanted, source);

  std::set<double> values;
  bool whole = true;
  std::size_t present = 0;
  for (std::size_t row = 0; row < target.numbers.size(); ++row) {
    const double value = target.numbers[row];
    if (std::isnan(value)) continue;
    if (std::isinf(value)) {
      throw BadData(fmt::format("{}: target '{}' is infinite in row {}", source, target.name, row + 1),
                    "finite numbers", "Correct the value, or remove the row.");
    }
    ++present;
    whole = whole && value == std::trunc(value);
    if (values.size() <= 10000) values.insert(value);
  }
  const bool plenty = present >= rows_per_number_class * values.size();
  const bool classes = (whole && plenty && values.size() <= most_number_classes) || values.size() == 2;
  const bool regression = wanted == "regression" || (wanted == "auto" && !classes);
  if (!regression) {
    if (values.size() > 10000) {
      throw BadData(fmt::format("{}: target '{}' has more than 10000 different values", source, target.name),
                    "fewer classes", "Say task: regression.");
    }
    std::vector<std::string> names;
    for (const double value : values) names.push_back(format_number(value));
    Task task = task_of_classes(target, std::move(names), wanted, source);
    task.ambiguous = wanted == "auto" && values.size() > sure_number_classes;
    return task;
  }
  Task task;
  task.target = target.name;
  task.ambiguous = wanted == "auto" && whole && plenty && values.size() <= 5 * most_number_classes;
  return task;
}

const std::string& entry_of_target(std::span<const std::string> list, std::size_t number, std::size_t count,
                                   std::string_view option) {
  if (list.size() == 1) return list.front();
  if (list.size() == count) return list[number];
  throw InvalidArgument(fmt::format("data: {} holds {} entries, and the targets are {}", option, list.size(), count),
                        "one for all, or one for each in their order");
}

}  // namespace vernier
