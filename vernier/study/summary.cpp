#include "vernier/study/summary.hpp"

#include <fmt/core.h>

#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

StudyState replay(EventLog& log, StudyId study) {
  StudyState state;
  for (const Event& event : log.read_since(study, 0)) state.apply(event);
  return state;
}

InvalidState name_taken(std::string_view name) {
  return InvalidState(fmt::format("there is a study '{}' already", name), "a new name");
}

}  // namespace

TrialCounts count_trials(const StudyState& state) {
  TrialCounts counts;
  for (const auto& record : state.trials()) {
    switch (record->state) {
      case TrialState::running: ++counts.running; break;
      case TrialState::complete: ++counts.complete; break;
      case TrialState::pruned: ++counts.pruned; break;
      case TrialState::failed: ++counts.failed; break;
      case TrialState::paused: ++counts.paused; break;
    }
  }
  return counts;
}

std::vector<AssignmentSpan> assignment_spans(const StudyState& state) {
  std::vector<AssignmentSpan> spans;
  std::vector<double> seconds(state.trials().size());  // of each trial's earlier assignments
  for (const AssignmentState& assignment : state.assignments()) {
    if (assignment.made.told) continue;
    AssignmentSpan span{.trial = assignment.trial, .begun = assignment.begun_at, .ended = assignment.ended_at};
    if (assignment.result) {
      double& before = seconds[static_cast<std::size_t>(assignment.trial)];
      span.state = assignment.result->state;
      span.seconds = assignment.result->seconds - before;
      before = assignment.result->seconds;
    }
    spans.push_back(span);
  }
  return spans;
}

StudySummary summarize(std::string name, const StudyState& state) {
  StudySummary summary{.name = std::move(name),
                       .objectives = state.created().objectives,
                       .counts = count_trials(state),
                       .best = std::nullopt,
                       .best_values = {}};
  if (summary.objectives.size() > 1) return summary;
  const Snapshot snapshot = state.everything();
  if (const TrialRecord* best = best_trial(snapshot.history())) {
    summary.best = best->number;
    summary.best_values = best->values;
  }
  return summary;
}

StudyId find_study_or_throw(EventLog& log, std::string_view name) {
  if (const auto id = log.find_study(name)) return *id;
  std::vector<std::string> names;
  for (const StoredStudy& study : log.studies()) names.push_back(study.name);
  throw NotFound(fmt::format("there is no study '{}'", name), {},
                 names.empty() ? "The store is empty." : suggest(name, names));
}

std::vector<StudySummary> list_studies(EventLog& log) {
  std::vector<StudySummary> result;
  for (const StoredStudy& study : log.studies()) {
    try {
      result.push_back(summarize(study.name, replay(log, study.id)));
    } catch (const NotFound&) {
      // removed since the list was made
    }
  }
  return result;
}

void remove_study(EventLog& log, std::string_view name) { log.remove_study(find_study_or_throw(log, name)); }

void rename_study(EventLog& log, std::string_view name, std::string_view new_name) {
  if (!log.rename_study(find_study_or_throw(log, name), new_name)) throw name_taken(new_name);
}

void copy_study(EventLog& log, std::string_view name, std::string_view new_name) {
  const auto copy = log.copy_study(find_study_or_throw(log, name), new_name);
  if (!copy) throw name_taken(new_name);
  const StudyState state = replay(log, *copy);
  std::vector<Event> released;
  for (const AssignmentIndex index : state.open_assignments()) {
    const AssignmentState& assignment = state.assignments()[static_cast<std::size_t>(index)];
    if (assignment.owner == 0 || assignment.released) continue;
    Event event;
    event.type = EventType::released;
    event.trial = assignment.trial;
    event.assignment = index;
    event.attempt = assignment.attempt;
    released.push_back(std::move(event));
  }
  if (!released.empty()) (void)log.append(*copy, released, {});
}

}  // namespace vernier
