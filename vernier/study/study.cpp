#include "vernier/study/study.hpp"

#include <fmt/core.h>

#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/study/conclusion.hpp"
#include "vernier/study/core.hpp"
#include "vernier/study/enqueued.hpp"
#include "vernier/study/opening.hpp"
#include "vernier/study/session.hpp"
#include "vernier/study/summary.hpp"

namespace vernier {
namespace {

void require_one_objective(const StudyCore& core) {
  if (core.created().objectives.size() > 1) {
    throw InvalidArgument("a study with several objectives has no single best trial", "one objective",
                          "Ask for the Pareto front.");
  }
}

}  // namespace

std::string_view to_string(StopReason reason) {
  switch (reason) {
    case StopReason::budget: return "budget";
    case StopReason::exhausted: return "exhausted";
    case StopReason::target: return "target";
    case StopReason::patience: return "patience";
    case StopReason::failures: return "failures";
    case StopReason::timeout: return "timeout";
    case StopReason::interrupted: return "interrupted";
  }
  return "unknown";
}

Study::Study(std::shared_ptr<StudyCore> core, std::vector<std::string> notes)
    : core_(std::move(core)), notes_(std::move(notes)) {}

Study Study::open(std::string_view url, StudyOptions options) {
  (void)payload_from_options(options);  // what is refused must not leave a storage behind
  return open(open_event_log(url), std::move(options));
}

Study Study::open(std::shared_ptr<EventLog> log, StudyOptions options) {
  if (trim(options.name).empty()) throw InvalidArgument("the study has no name", "a name of visible characters");
  CreatedPayload asked = payload_from_options(options);
  std::optional<StudyId> id = log->find_study(options.name);
  if (!id) {
    if (!options.warm_start.empty()) {
      asked.earlier = std::make_shared<const std::vector<EarlierStudy>>(
          earlier_studies(log, options.warm_start, asked.space ? &*asked.space : nullptr, asked.objectives));
    }
    std::vector<Event> first(1);
    first.front().type = EventType::created;
    first.front().payload = to_json(asked);
    if (!(options.budget == Budget{})) {
      first.push_back({.type = EventType::budget, .values = {}, .payload = to_json(BudgetPayload{options.budget})});
    }
    id = log->create_study(options.name, first);
    if (!id) id = log->find_study(options.name);  // another process was faster
    if (!id) throw InvalidState(fmt::format("study '{}' is being made and removed at the same time", options.name));
  }
  auto core = std::make_shared<StudyCore>(std::move(log), *id, options.name);
  check_same_problem(core->created(), asked, options.name);
  return Study(core, remarks(core->created(), asked, options));
}

Study Study::load(std::string_view url, std::string_view name) { return load(open_event_log(url, true), name); }

Study Study::load(std::shared_ptr<EventLog> log, std::string_view name) {
  const StudyId id = find_study_or_throw(*log, name);
  auto core = std::make_shared<StudyCore>(std::move(log), id, std::string(name));
  return Study(core, build_remarks(core->created()));
}

StopReason Study::optimize(const ObjectiveFunction& objective, const OptimizeOptions& options) {
  if (options.n_jobs < 1) throw InvalidArgument(fmt::format("n_jobs is {}", options.n_jobs), "at least 1");
  if (options.n_trials.value_or(0) < 0)
    throw InvalidArgument(fmt::format("n_trials is {}", *options.n_trials), "at least 0");
  return run_study(core_, objective, options);
}

Trial Study::ask() {
  if (const auto index = core_->claim_free()) return Trial(core_, core_->open_session(*index, nullptr));
  throw InvalidState("the space is exhausted: every configuration has been given out", {},
                     "Tell what is still running, or widen the space.");
}

std::vector<Trial> Study::ask_batch(std::int64_t count) {
  std::vector<Trial> trials;
  for (std::int64_t i = 0; i < count; ++i) trials.push_back(ask());
  return trials;
}

TrialRecord Study::tell(TrialNumber trial, const Outcome& outcome) {
  return core_->end_asked(*core_->session_of(trial), outcome);
}

TrialRecord Study::tell(const Trial& trial, const Outcome& outcome) {
  return core_->end_asked(*trial.session_, outcome);
}

TrialRecord Study::tell(const ParamMap& params, const Outcome& outcome) {
  if (const auto& space = core_->created().space) space->check(params, "told trial");
  return *trial(core_->add_told(params, outcome));
}

Decision Study::report(TrialNumber trial, double step, std::vector<double> values) {
  return core_->session_of(trial)->report(step, std::move(values));
}

void Study::enqueue(const ParamMap& params) {
  // Completed for its errors alone; what is left out is drawn when the trial has its number.
  if (const auto& space = core_->created().space) (void)complete_params(*space, params, Rng(), "enqueue");
  Event event;
  event.type = EventType::enqueued;
  event.payload = {{"params", to_json(params)}};
  (void)core_->append({&event, 1});
}

std::optional<TrialRecord> Study::best_trial() const {
  require_one_objective(*core_);
  const Snapshot snapshot = history();
  const TrialRecord* best = vernier::best_trial(snapshot.history());
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::optional<Recommendation> Study::recommend() const {
  require_one_objective(*core_);
  const Snapshot snapshot = history();
  return vernier::recommend(snapshot.history());
}

std::vector<TrialRecord> Study::pareto() const {
  const Snapshot snapshot = history();
  std::vector<TrialRecord> result;
  for (const TrialRecord* record : pareto_front(snapshot.history())) result.push_back(*record);
  return result;
}

std::vector<TrialRecord> Study::trials() const {
  core_->refresh();
  return core_->with_state([](StudyState& state) {
    std::vector<TrialRecord> result;
    result.reserve(state.trials().size());
    for (const auto& record : state.trials()) result.push_back(*record);
    return result;
  });
}

std::optional<TrialRecord> Study::trial(TrialNumber number) const {
  core_->refresh();
  return core_->with_state([&](StudyState& state) -> std::optional<TrialRecord> {
    if (number < 0 || number >= std::ssize(state.trials())) return std::nullopt;
    return *state.trials()[static_cast<std::size_t>(number)];
  });
}

Snapshot Study::history() const {
  core_->refresh();
  return core_->with_state([](StudyState& state) { return state.everything(); });
}

TrialCounts Study::counts() const {
  core_->refresh();
  return core_->with_state([](StudyState& state) { return count_trials(state); });
}

std::vector<AssignmentSpan> Study::assignments() const {
  core_->refresh();
  return core_->with_state([](StudyState& state) { return assignment_spans(state); });
}

StudySummary Study::summary() const {
  core_->refresh();
  return core_->with_state([&](StudyState& state) { return summarize(core_->options().name, state); });
}

double Study::resource_used() const {
  const Snapshot snapshot = history();
  SettledFold fold;
  fold.advance(snapshot.history());
  return fold.resource_used();
}

void Study::set_attribute(std::string_view name, Json value) {
  Event event;
  event.type = EventType::attribute;
  event.payload = {{"name", name}, {"value", std::move(value)}};
  (void)core_->append({&event, 1});
}

Json Study::attributes() const {
  core_->refresh();
  return core_->with_state([](StudyState& state) { return state.attributes(); });
}

const std::string& Study::identity() const { return core_->created().identity; }
const StudyOptions& Study::options() const { return core_->options(); }
std::string Study::describe_sampler() const { return core_->describe_sampler(); }
std::string Study::describe_pruner() const { return core_->pruner().describe(); }
const std::vector<std::string>& Study::notes() const { return notes_; }

}  // namespace vernier
