#pragma once
// What is to be predicted.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/data/table.hpp"

namespace vernier {

enum class TaskKind { binary, multiclass, regression };
[[nodiscard]] std::string_view to_string(TaskKind kind);
/// The inverse; throws InvalidArgument.
[[nodiscard]] TaskKind task_kind(std::string_view word);

/// The target of a data set.
struct Task {
  TaskKind kind = TaskKind::regression;
  std::string target;                ///< its column; "targets" for arrays
  std::vector<std::string> classes;  ///< names by class id; empty for regression
  bool ambiguous = false;            ///< an integer target that could be meant either way

  [[nodiscard]] Index class_count() const { return static_cast<Index>(classes.size()); }
};

/// Decides the kind of task from the target column. `wanted`: auto, binary, multiclass, classification or regression.
///
/// Texts are classes. Numbers are classes when all are whole and there are at most 20 different ones, each seen 5 times
/// on average; ambiguous when there are more than 10 of them. Two classes make a binary task, whose class 1 is the
/// second name. Order of classes: declared by the file, else numbers by size and texts by alphabet.
/// Throws BadData for a target that is constant, missing everywhere, or infinite.
[[nodiscard]] Task detect_task(const Column& target, std::string_view wanted, std::string_view source);

}  // namespace vernier
