#pragma once
// What is to be predicted.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/data/table.hpp"

namespace vernier {

enum class TaskKind { binary, multiclass, regression };
[[nodiscard]] std::string_view to_string(TaskKind kind);
/// The inverse; throws InvalidArgument.
[[nodiscard]] TaskKind task_kind(std::string_view word);

/// A target of a data set.
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

/// What the list of an option says of target `number` (from 0) of `count`: an only entry holds for all. Throws
/// InvalidArgument for a list of any other length.
[[nodiscard]] const std::string& entry_of_target(std::span<const std::string> list, std::size_t number,
                                                 std::size_t count, std::string_view option);

}  // namespace vernier
