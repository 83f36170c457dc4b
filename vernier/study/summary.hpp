#pragma once
// What is said of a study in one line, and the studies of a store by their names.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/study/state.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

[[nodiscard]] TrialCounts count_trials(const StudyState& state);
[[nodiscard]] std::vector<AssignmentSpan> assignment_spans(const StudyState& state);
[[nodiscard]] StudySummary summarize(std::string name, const StudyState& state);
/// Throws NotFound with the nearest name.
[[nodiscard]] StudyId find_study_or_throw(EventLog& log, std::string_view name);

}  // namespace vernier
