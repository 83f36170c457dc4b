#include "vernier/study/session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/study/conclusion.hpp"

namespace vernier {

TrialSession::TrialSession(StudyCore& core, AssignmentIndex index, std::shared_ptr<Run> run)
    : core_(core), index_(index), run_(std::move(run)), began_(std::chrono::steady_clock::now()) {
  core_.with_state([&](StudyState& state) {
    assignment_ = state.assignments().at(static_cast<std::size_t>(index));
    record_ = *state.trials()[static_cast<std::size_t>(assignment_.trial)];
  });
  decision_ = assignment_.decision;
  if (assignment_.owner == 0 && record_.last_step() > assignment_.made.resume_from) {
    last_step_ = record_.last_step();  // reported by another process
  }
  // What a define-by-run trial asks for, it asks for again in every attempt.
  if (!core_.created().space) {
    record_.params.clear();
    record_.distributions.clear();
  }
}

ParamValue TrialSession::suggest(std::string_view name, const Distribution& distribution) {
  if (const auto known = record_.params.find(name); known != record_.params.end()) {
    const auto before = record_.distributions.find(name);
    if (before == record_.distributions.end() || before->second == distribution) return known->second;
    throw InvalidArgument(
        fmt::format("trial {} asks for '{}' as {}", record_.number, name, to_json(distribution).dump()),
        fmt::format("{}, as {}", to_json(before->second).dump(),
                    core_.created().space ? "declared" : "asked before in the same trial"),
        core_.created().space ? "" : "Give the second parameter a name of its own.");
  }
  if (const auto& space = core_.created().space) {
    if (space->find(name) != nullptr) {
      throw InvalidArgument(fmt::format("'{}' is not active in trial {}", name, record_.number),
                            "a parameter whose condition holds");
    }
    std::vector<std::string> names;
    for (const Parameter& parameter : space->parameters()) names.push_back(parameter.name);
    throw InvalidArgument(fmt::format("the space of the study has no parameter '{}'", name), {},
                          vernier::suggest(name, names));
  }
  ParamValue value;
  const auto proposed = assignment_.made.params.find(name);
  if (proposed != assignment_.made.params.end() && distribution.contains(proposed->second)) {
    value = proposed->second;
  } else {
    Rng rng = Rng(core_.created().seed).split(static_cast<std::uint64_t>(record_.number)).split("suggest").split(name);
    value = distribution.from_unit(rng.uniform());
  }
  record_.params.emplace(name, value);
  record_.distributions.emplace(name, distribution);
  return value;
}

Event TrialSession::event(EventType type) const {
  Event event;
  event.type = type;
  event.trial = assignment_.trial;
  event.assignment = index_;
  event.attempt = assignment_.attempt;
  return event;
}

void TrialSession::write(Event event) {
  bool written = false;
  try {
    written = core_.append({&event, 1});
  } catch (const StorageError&) {
    storage_error_ = std::current_exception();
    throw;
  }
  if (written) return;
  lease_lost_ = true;
  throw InvalidState(fmt::format("lease lost: trial {} has ended or was taken over by another process", record_.number),
                     "a running trial of this process");
}

Decision TrialSession::report(double step, std::vector<double> values) {
  if (should_stop()) throw StopRequested{};
  if (values.size() != core_.created().objectives.size()) {
    throw InvalidArgument(fmt::format("trial {} reports {} values", record_.number, values.size()),
                          fmt::format("{}, one for each objective", core_.created().objectives.size()));
  }
  if (!std::isfinite(step) || (last_step_ && step <= *last_step_)) {
    throw InvalidArgument(fmt::format("trial {} reports step {}", record_.number, format_number(step)),
                          last_step_ ? fmt::format("a step after {}", format_number(*last_step_)) : "a finite step",
                          "Report each epoch once, in order.");
  }
  if (assignment_.made.resume_from && step <= *assignment_.made.resume_from) return Decision::keep;

  // A repeated attempt writes over what the one before it reported from here on.
  std::vector<Report> before = record_.reports;
  while (!record_.reports.empty() && record_.reports.back().step >= step) record_.reports.pop_back();
  record_.reports.push_back({step, values});
  Decision decision = decision_;
  if (!all_finite(values)) {
    decision = Decision::stop;
  } else if (decision == Decision::keep) {
    if (!seen_) seen_ = core_.with_state([&](StudyState& state) { return state.seen_by(index_); });
    decision = core_.pruner().decide(record_, seen_->history());
  }
  const bool budget_ends = decision == Decision::keep && assignment_.made.limit && step >= *assignment_.made.limit;
  if (budget_ends) decision = Decision::stop;
  Event reported = event(EventType::report);
  reported.step = step;
  reported.values = std::move(values);
  if (decision != Decision::keep) reported.payload = {{"decision", to_string(decision)}};
  try {
    write(std::move(reported));
  } catch (...) {
    record_.reports = std::move(before);  // so that a report which the store refused may be repeated
    throw;
  }
  last_step_ = step;
  decision_ = decision;
  ended_by_budget_ = ended_by_budget_ || budget_ends;
  if (run_ && run_->options.on_report) {
    const std::lock_guard lock(run_->hooks);
    run_->options.on_report(record_, decision_);
  }
  return decision_;
}

void TrialSession::set_attribute(std::string_view name, Json value) {
  Event attribute = event(EventType::attribute);
  attribute.payload = {{"name", name}, {"value", value}};
  write(std::move(attribute));
  record_.attributes[std::string(name)] = std::move(value);
}

bool TrialSession::should_stop() {
  stop_seen_ = stop_seen_ || (run_ && run_->stopping());
  return stop_seen_;
}

Event TrialSession::ending(const Outcome& outcome) const {
  // The end of the budget is not the pruner's word: a value that was reached by then counts.
  Conclusion conclusion =
      conclude(outcome, ended_by_budget_ ? Decision::keep : decision_, record_, core_.created().objectives.size());
  if (ended_by_budget_ && conclusion.why.empty()) {
    conclusion.why = fmt::format("the budget ended at step {}", format_number(*last_step_));
  }
  EndedPayload payload{.state = conclusion.state,
                       .constraints = std::move(conclusion.constraints),
                       .why = std::move(conclusion.why),
                       .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(),
                       .cost = conclusion.cost,
                       .params = std::nullopt,
                       .distributions = {}};
  if (!core_.created().space) {
    payload.params = record_.params;
    payload.distributions = record_.distributions;
  }
  Event ended = event(EventType::ended);
  ended.values = std::move(conclusion.values);
  ended.payload = to_json(payload);
  return ended;
}

bool TrialSession::end(const Outcome& outcome) {
  Event ended = ending(outcome);
  return core_.append({&ended, 1});
}

void TrialSession::release() {
  Event released = event(EventType::released);
  (void)core_.append({&released, 1});  // refused: somebody else has it already
}

}  // namespace vernier
