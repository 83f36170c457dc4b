#include "vernier/study/state.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/study/union_space.hpp"

namespace vernier {
namespace {

[[noreturn]] void refuse_event(const Event& event, std::string_view why) {
  throw BadData(fmt::format("event {} of the study ({}) does not fit: {}", event.sequence, to_string(event.type), why),
                "a log written by Vernier");
}

std::shared_ptr<const StudyFacts> facts_of(const CreatedPayload& created) {
  StudyFacts facts{.objectives = created.objectives,
                   .resource = created.resource,
                   .declared = created.space.has_value(),
                   .window = created.window.value_or(1),
                   .seed = created.seed,
                   .earlier_studies = created.earlier};
  if (created.earlier) {
    for (const EarlierStudy& study : *created.earlier) facts.earlier.push_back(study.history());
  }
  return std::make_shared<const StudyFacts>(std::move(facts));
}

std::shared_ptr<const TrialRecord> running_record(const AssignmentState& assignment, const TrialRecord& trial,
                                                  bool declared) {
  auto record = std::make_shared<TrialRecord>();
  record->number = assignment.trial;
  record->params = declared ? trial.params : assignment.made.params;
  record->distributions = declared ? trial.distributions : distributions_of(record->params, *assignment.space);
  record->clone_of = trial.clone_of;
  record->clone_step = trial.clone_step;
  record->enqueued = trial.enqueued;
  return record;
}

}  // namespace

void StudyState::apply(const Event& event) {
  if (event.sequence != last_ + 1 || (last_ == 0) != (event.type == EventType::created)) {
    refuse_event(event, fmt::format("it follows event {}", last_));
  }
  try {
    dispatch(event);
  } catch (const Json::exception& error) {
    refuse_event(event, error.what());
  }
  last_ = event.sequence;
  if (is_claim(event.type)) claims_ = event.sequence;
}

void StudyState::dispatch(const Event& event) {
  switch (event.type) {
    case EventType::created: created(event); break;
    case EventType::budget: budget(event); break;
    case EventType::enqueued:
      queue_.emplace(event.sequence, params_from_json(event.payload.at("params"), "params"));
      break;
    case EventType::assigned: assigned(event); break;
    case EventType::taken_over: {
      AssignmentState& assignment = open_assignment(event);
      if (!assignment.released) ++assignment.deaths;
      assignment.released = false;
      assignment.attempt = event.attempt;
      assignment.owner = event.payload.at("owner").get<OwnerId>();
      assignment.decision = Decision::keep;
      break;
    }
    case EventType::released: open_assignment(event).released = true; break;
    case EventType::report: report(event); break;
    case EventType::ended: ended(event); break;
    case EventType::attribute: attribute(event); break;
  }
}

void StudyState::created(const Event& event) {
  created_ = created_from_json(event.payload);
  facts_ = facts_of(created_);
  space_ = std::make_shared<SearchSpace>(created_.space.value_or(SearchSpace{}));
}

void StudyState::budget(const Event& event) {
  const BudgetPayload payload = budget_from_json(event.payload);
  budget_ = payload.budget;
  if (!payload.window) return;
  if (created_.window) refuse_event(event, "the study has a window already");
  created_.window = payload.window;
  facts_ = facts_of(created_);
}

void StudyState::assigned(const Event& event) {
  const AssignmentIndex index = std::ssize(assignments_);
  if (event.assignment != index) refuse_event(event, fmt::format("assignment {} was expected", index));
  AssignmentState assignment;
  assignment.trial = event.trial;
  assignment.made = assigned_from_json(event.payload);
  assignment.owner = assignment.made.owner;
  assignment.begun_at = event.sequence;
  assignment.next_trial = std::ssize(trials_);
  assignment.budget = budget_;

  for (const AssignmentIndex settling : newly_visible(assignment.made.prefix, assignment.made.seen)) {
    AssignmentState& one = assignments_[static_cast<std::size_t>(settling)];
    one.settled = settled_.size();
    one.running = nullptr;
    settled_.append(one.result);
    if (!facts_->declared) space_ = union_space(std::move(space_), *one.result);
  }
  settle_cursor_ = std::max(settle_cursor_, assignment.made.prefix.value_or(0));
  while (first_unsettled_ < index && assignments_[static_cast<std::size_t>(first_unsettled_)].settled)
    ++first_unsettled_;
  for (auto* told : {&told_, &told_free_}) {
    while (!told->empty() && assignments_[static_cast<std::size_t>(told->front())].settled) told->pop_front();
  }
  assignment.visible = settled_.size();
  assignment.space = space_;
  assignment.first_unsettled = first_unsettled_;

  if (assignment.made.resume) {
    if (event.trial < 0 || event.trial >= std::ssize(trials_)) refuse_event(event, "there is no such trial");
    TrialRecord& trial = writable(event.trial);
    if (trial.state != TrialState::paused) refuse_event(event, "the trial is not paused");
    trial.state = TrialState::running;
    trial.values.clear();
    trial.why.clear();
    last_assignment_[static_cast<std::size_t>(event.trial)] = index;
  } else {
    if (event.trial != std::ssize(trials_)) refuse_event(event, fmt::format("trial {} was expected", trials_.size()));
    auto trial = std::make_shared<TrialRecord>();
    trial->number = event.trial;
    trial->params = assignment.made.params;
    if (facts_->declared) trial->distributions = declared_distributions(trial->params);
    trial->clone_of = assignment.made.clone_of;
    trial->clone_step = assignment.made.resume_from;
    trial->enqueued = assignment.made.enqueued || assignment.made.told;
    trials_.push_back(std::move(trial));
    last_assignment_.push_back(index);
    if (!assignment.made.told) ++started_;
  }
  if (assignment.made.enqueued) queue_.erase(*assignment.made.enqueued);
  if (facts_->declared) assignment.made.params.clear();  // the trial has them
  any_free_ = any_free_ || assignment.free();
  open_.insert(index);
  assignments_.push_back(std::move(assignment));
}

// One object for all trials with the same active parameters.
Distributions StudyState::declared_distributions(const ParamMap& params) {
  const auto known = std::find_if(known_distributions_.begin(), known_distributions_.end(), [&](const auto& one) {
    return std::equal(one.begin(), one.end(), params.begin(), params.end(),
                      [](const auto& a, const auto& b) { return a.first == b.first; });
  });
  if (known != known_distributions_.end()) return *known;
  constexpr std::size_t most = 64;
  if (known_distributions_.size() == most) known_distributions_.pop_front();
  return known_distributions_.emplace_back(distributions_of(params, *space_));
}

void StudyState::report(const Event& event) {
  AssignmentState& assignment = open_assignment(event);
  std::vector<Report>& reports = writable(assignment.trial).reports;
  // A repeated attempt writes over what the one before it reported from here on.
  while (!reports.empty() && reports.back().step >= event.step) reports.pop_back();
  reports.push_back({event.step, event.values});
  if (event.payload.is_object()) {
    const std::string& said = event.payload.at("decision").get_ref<const std::string&>();
    if (said == to_string(Decision::stop)) assignment.decision = Decision::stop;
    if (said == to_string(Decision::pause)) assignment.decision = Decision::pause;
  }
}

void StudyState::ended(const Event& event) {
  AssignmentState& assignment = open_assignment(event);
  EndedPayload payload = ended_from_json(event.payload);
  TrialRecord& trial = writable(assignment.trial);
  trial.state = payload.state;
  trial.values = event.values;
  trial.constraints = std::move(payload.constraints);
  trial.why = std::move(payload.why);
  if (payload.cost) trial.cost = payload.cost;
  trial.seconds += payload.seconds;
  if (payload.params) {
    trial.params = std::move(*payload.params);
    trial.distributions = std::move(payload.distributions);
  }
  assignment.ended_at = event.sequence;
  assignment.result = trials_[static_cast<std::size_t>(assignment.trial)];
  open_.erase(event.assignment);
  told_.push_back(event.assignment);
  if (assignment.free()) told_free_.push_back(event.assignment);
}

void StudyState::attribute(const Event& event) {
  const auto& name = event.payload.at("name").get_ref<const std::string&>();
  Json& attributes = event.trial < 0 ? attributes_ : writable(event.trial).attributes;
  attributes[name] = event.payload.at("value");
}

AssignmentState& StudyState::open_assignment(const Event& event) {
  if (event.assignment < 0 || event.assignment >= std::ssize(assignments_)) {
    refuse_event(event, "there is no such assignment");
  }
  AssignmentState& assignment = assignments_[static_cast<std::size_t>(event.assignment)];
  const std::int64_t attempt = assignment.attempt + (event.type == EventType::taken_over ? 1 : 0);
  if (!assignment.open() || event.attempt != attempt) refuse_event(event, "its lease is not the open one");
  return assignment;
}

// The record of a trial, copied first when a decision may see the present one.
TrialRecord& StudyState::writable(TrialNumber trial) {
  if (trial < 0 || trial >= std::ssize(trials_)) throw BadData(fmt::format("the study has no trial {}", trial));
  std::shared_ptr<const TrialRecord>& record = trials_[static_cast<std::size_t>(trial)];
  if (record.use_count() > 1) record = std::make_shared<TrialRecord>(*record);
  return const_cast<TrialRecord&>(*record);  // NOLINT: made by make_shared<TrialRecord>, and nobody else holds it
}

std::vector<AssignmentIndex> StudyState::newly_visible(std::optional<AssignmentIndex> prefix, Sequence seen) const {
  std::vector<AssignmentIndex> result;
  if (prefix.value_or(0) > std::ssize(assignments_)) {
    throw BadData(fmt::format("{} assignments are said to be settled, of {}", *prefix, assignments_.size()));
  }
  for (AssignmentIndex index = settle_cursor_; prefix && index < *prefix; ++index) {
    const AssignmentState& assignment = assignments_[static_cast<std::size_t>(index)];
    if (assignment.free() || assignment.settled) continue;
    if (assignment.open()) throw BadData(fmt::format("assignment {} is said to be settled and has not ended", index));
    result.push_back(index);
  }
  for (const AssignmentIndex index : prefix ? told_free_ : told_) {
    const AssignmentState& assignment = assignments_[static_cast<std::size_t>(index)];
    if (assignment.ended_at > seen) break;
    if (!assignment.settled) result.push_back(index);
  }
  return result;
}

std::vector<RecordList::Record> StudyState::running(AssignmentIndex from, AssignmentIndex to,
                                                    const std::function<bool(AssignmentIndex)>& visible) const {
  std::vector<RecordList::Record> result;
  for (AssignmentIndex index = from; index < to; ++index) {
    if (visible(index)) continue;
    const AssignmentState& assignment = assignments_[static_cast<std::size_t>(index)];
    if (!assignment.running) {
      const TrialRecord& trial = *trials_[static_cast<std::size_t>(assignment.trial)];
      assignment.running = running_record(assignment, trial, facts_->declared);
    }
    result.push_back(assignment.running);
  }
  return result;
}

std::shared_ptr<const SearchSpace> StudyState::space_with(std::span<const RecordList::Record> records) const {
  std::shared_ptr<const SearchSpace> space = space_;
  if (facts_->declared) return space;
  for (const RecordList::Record& record : records) space = union_space(std::move(space), *record);
  return space;
}

Snapshot StudyState::prospect(std::optional<AssignmentIndex> prefix) {
  const std::vector<AssignmentIndex> tail = newly_visible(prefix, last_);
  std::vector<RecordList::Record> records;
  for (const AssignmentIndex index : tail) records.push_back(assignments_[static_cast<std::size_t>(index)].result);
  const std::set<AssignmentIndex> in_tail(tail.begin(), tail.end());
  return {facts_,
          space_with(records),
          settled_.with(records),
          running(first_unsettled_, std::ssize(assignments_),
                  [&](AssignmentIndex index) {
                    return assignments_[static_cast<std::size_t>(index)].settled || in_tail.contains(index);
                  }),
          budget_,
          std::ssize(trials_)};
}

Snapshot StudyState::seen_by(AssignmentIndex index) const {
  const AssignmentState& assignment = assignments_.at(static_cast<std::size_t>(index));
  return {facts_,
          assignment.space,
          settled_.view(assignment.visible),
          running(assignment.first_unsettled, index,
                  [&](AssignmentIndex other) {
                    const auto& settled = assignments_[static_cast<std::size_t>(other)].settled;
                    return settled && *settled < assignment.visible;
                  }),
          assignment.budget,
          assignment.next_trial};
}

Snapshot StudyState::everything() const {
  RecordList all;
  std::vector<RecordList::Record> tail;
  for (const RecordList::Record& record : settled_.view(settled_.size()).records()) all.append(record);
  for (const AssignmentIndex index : newly_visible(std::nullopt, last_)) {
    tail.push_back(assignments_[static_cast<std::size_t>(index)].result);
    all.append(tail.back());
  }
  return {facts_,
          space_with(tail),
          all.view(all.size()),
          running(first_unsettled_, std::ssize(assignments_),
                  [&](AssignmentIndex index) { return !assignments_[static_cast<std::size_t>(index)].open(); }),
          budget_,
          std::ssize(trials_)};
}

}  // namespace vernier
