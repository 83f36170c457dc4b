// What is assigned next: the part of StudyCore on which repeatability rests.
#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/study/conclusion.hpp"
#include "vernier/study/core.hpp"
#include "vernier/study/enqueued.hpp"

namespace vernier {
namespace {

constexpr std::int64_t deaths_allowed = 3;

// Whether the budget has all the units that an assignment may use, those of the running ones counted in full. The last
// one, with nothing more to wait for, takes what remains and ends there: so exactly the budget is used.
bool within_resource(AssignedPayload& made, const SettledFold& fold, const History& history, bool more_to_come) {
  if (!history.budget.resource) return true;
  const double begin = made.resume_from.value_or(0);
  const double left = fold.resource_left(history);
  if (left >= history.resource->max - begin) return true;
  if (more_to_come || left <= 0) return false;
  made.limit = begin + left;
  return true;
}

Event assigned_event(AssignmentIndex index, const NextAssignment& next) {
  Event event;
  event.type = EventType::assigned;
  event.trial = next.trial;
  event.assignment = index;
  event.payload = to_json(next.made);
  return event;
}

}  // namespace

NextAssignment StudyCore::resumption(TrialNumber trial, const History& history) const {
  const auto last = std::find_if(history.settled.rbegin(), history.settled.rend(),
                                 [&](const auto& record) { return record->number == trial; });
  const bool running = std::any_of(history.running.begin(), history.running.end(),
                                   [&](const auto& record) { return record->number == trial; });
  if (running || last == history.settled.rend() || (*last)->state != TrialState::paused) {
    throw InvalidState(fmt::format("pruner '{}' promotes trial {}, which is not paused", created_.pruner.name, trial));
  }
  return {trial, {.resume = true, .params = (*last)->params, .resume_from = (*last)->last_step()}};
}

std::optional<NextAssignment> StudyCore::next_assignment(const Snapshot& snapshot, bool may_start) {
  const History history = snapshot.history();
  if (const auto promoted = pruner_->promote(history)) return resumption(*promoted, history);
  if (!may_start) return std::nullopt;
  const TrialNumber number = history.next_trial;
  const Rng root = Rng(created_.seed).split(static_cast<std::uint64_t>(number));
  const auto waiting = with_state([](StudyState& state) -> std::optional<std::pair<Sequence, ParamMap>> {
    if (state.queue().empty()) return std::nullopt;
    return *state.queue().begin();
  });
  if (waiting) {
    ParamMap params = created_.space ? complete_params(*created_.space, waiting->second, root.split("enqueued"),
                                                       fmt::format("enqueued trial {}", number))
                                     : waiting->second;
    return NextAssignment{number, {.params = std::move(params), .enqueued = waiting->first}};
  }
  std::optional<Proposal> proposal = sampler_->propose(history, root.split("sampler"));
  if (!proposal) return std::nullopt;
  if (created_.space) created_.space->check(proposal->params, fmt::format("sampler '{}'", created_.sampler.name));
  return NextAssignment{
      number,
      {.params = std::move(proposal->params), .clone_of = proposal->clone_of, .resume_from = proposal->clone_step}};
}

std::optional<Claim> StudyCore::take_over(Run& run) {
  for (;;) {
    std::vector<std::pair<AssignmentIndex, AssignmentState>> candidates;
    const Sequence claims = with_state([&](StudyState& state) {
      for (const AssignmentIndex index : state.open_assignments()) {
        const AssignmentState& assignment = state.assignments()[static_cast<std::size_t>(index)];
        if (assignment.owner != 0 && (assignment.released || assignment.owner != run.owner)) {
          candidates.emplace_back(index, assignment);
        }
      }
      return state.claims();
    });
    const auto orphan = std::find_if(candidates.begin(), candidates.end(), [&](const auto& candidate) {
      return candidate.second.released || run.watch.dead(*log_, candidate.second.owner);
    });
    if (orphan == candidates.end()) return std::nullopt;
    const auto& [index, assignment] = *orphan;
    Event event;
    event.trial = assignment.trial;
    event.assignment = index;
    if (!assignment.released && assignment.deaths + 1 >= deaths_allowed) {
      event.type = EventType::ended;
      event.attempt = assignment.attempt;
      event.payload = to_json(EndedPayload{
          .state = TrialState::failed, .why = fmt::format("the process that ran it died {} times", deaths_allowed)});
      (void)append({&event, 1});  // refused: another process has seen it first
      continue;
    }
    event.type = EventType::taken_over;
    event.attempt = assignment.attempt + 1;
    event.payload = {{"owner", run.owner}};
    if (append({&event, 1}, {.claims = claims})) return Claim{.kind = Claim::Kind::assigned, .assignment = index};
  }
}

Claim StudyCore::claim(Run& run) {
  const std::lock_guard deciding(decision_mutex_);
  for (;;) {
    if (run.stopping()) {
      return {.kind = Claim::Kind::finished, .reason = run.timed_out() ? StopReason::timeout : StopReason::interrupted};
    }
    refresh();
    std::optional<Claim> claim = take_over(run);
    if (!claim) claim = assign(run);
    if (claim) return *claim;
  }
}

// Assignment i sees the results of 0 to i - window. When they leave nothing to do, or too little of the resource, it
// waits for one more, and so on until there is nothing left to wait for: what is decided still depends on results
// alone.
std::optional<Claim> StudyCore::assign(Run& run) {
  Outlook outlook = with_state([&](StudyState& state) { return look(state, std::nullopt); });
  const AssignmentIndex index = outlook.index;
  const Sequence claims = outlook.claims;
  std::optional<AssignmentIndex> prefix;
  if (outlook.window > 0) prefix = std::max<AssignmentIndex>(0, index - outlook.window + 1);
  for (;; ++*prefix) {
    outlook = with_state([&](StudyState& state) { return look(state, prefix); });
    if (outlook.claims != claims) return std::nullopt;
    if (!outlook.snapshot) return Claim{};
    const History history = outlook.snapshot->history();
    run.fold.advance(history);
    if (const auto reason = run.fold.stop(run.options, history)) {
      return Claim{.kind = Claim::Kind::finished, .reason = *reason};
    }
    const bool may_start = !history.budget.trials || outlook.started < *history.budget.trials;
    const bool more_to_come = outlook.others_run || (prefix && *prefix < index);
    auto next = next_assignment(*outlook.snapshot, may_start);
    if (next && within_resource(next->made, run.fold, history, more_to_come)) {
      next->made.owner = run.owner;
      next->made.prefix = prefix;
      next->made.seen = outlook.seen;
      Event event = assigned_event(index, *next);
      if (append({&event, 1}, {.claims = claims})) return Claim{.kind = Claim::Kind::assigned, .assignment = index};
      if (outlook.mixed) forget(run);
      return std::nullopt;
    }
    if (prefix && *prefix < index) {
      if (outlook.mixed) forget(run);
      continue;
    }
    if (outlook.others_run) return Claim{};
    const bool exhausted = may_start && !next;
    return Claim{.kind = Claim::Kind::finished, .reason = exhausted ? StopReason::exhausted : StopReason::budget};
  }
}

StudyCore::Outlook StudyCore::look(StudyState& state, std::optional<AssignmentIndex> prefix) {
  Outlook outlook{.index = std::ssize(state.assignments()),
                  .window = state.window().value_or(0),
                  .claims = state.claims(),
                  .seen = state.last(),
                  .started = state.started(),
                  .mixed = prefix && state.any_free()};
  bool blocked = false;
  for (const AssignmentIndex open : state.open_assignments()) {
    if (state.assignments()[static_cast<std::size_t>(open)].free() && prefix) continue;
    if (state.assignments()[static_cast<std::size_t>(open)].owner == 0) continue;
    outlook.others_run = true;
    blocked = blocked || (prefix && open < *prefix);
  }
  if (!blocked) outlook.snapshot = state.prospect(prefix);
  return outlook;
}

// With results of ask among those of a run, a view that was not assigned may not be the beginning of the next one.
void StudyCore::forget(Run& run) {
  sampler_ = make_sampler(created_.sampler);
  run.fold.restart();
}

std::optional<AssignmentIndex> StudyCore::claim_free() {
  const std::lock_guard deciding(decision_mutex_);
  for (;;) {
    refresh();
    const Outlook outlook = with_state([&](StudyState& state) { return look(state, std::nullopt); });
    auto next = next_assignment(*outlook.snapshot, true);
    if (!next) return std::nullopt;
    next->made.seen = outlook.seen;
    Event event = assigned_event(outlook.index, *next);
    if (append({&event, 1}, {.claims = outlook.claims})) return outlook.index;
  }
}

TrialNumber StudyCore::add_told(const ParamMap& params, const Outcome& outcome) {
  const Conclusion conclusion = conclude(outcome, Decision::keep, TrialRecord{}, created_.objectives.size());
  const std::lock_guard deciding(decision_mutex_);
  for (;;) {
    refresh();
    const Outlook outlook = with_state([&](StudyState& state) { return look(state, std::nullopt); });
    const TrialNumber number = outlook.snapshot->history().next_trial;
    std::vector<Event> events{
        assigned_event(outlook.index, {number, {.told = true, .params = params, .seen = outlook.seen}})};
    Event ended = events.front();
    ended.type = EventType::ended;
    ended.values = conclusion.values;
    ended.payload = to_json(EndedPayload{.state = conclusion.state,
                                         .constraints = conclusion.constraints,
                                         .why = conclusion.why,
                                         .cost = conclusion.cost});
    events.push_back(std::move(ended));
    if (append(events, {.claims = outlook.claims})) return number;
  }
}

}  // namespace vernier
