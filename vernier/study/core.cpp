#include "vernier/study/core.hpp"

#include <fmt/core.h>

#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/study/session.hpp"

namespace vernier {

StudyCore::StudyCore(std::shared_ptr<EventLog> log, StudyId id, std::string name) : log_(std::move(log)), id_(id) {
  refresh();
  created_ = state_.created();
  options_.name = std::move(name);
  options_.objectives = created_.objectives;
  options_.direction = created_.objectives.front().direction;
  options_.space = created_.space;
  options_.resource = created_.resource;
  options_.sampler = created_.sampler;
  options_.pruner = created_.pruner;
  options_.seed = created_.seed;
  options_.warm_start = created_.warm_start();
  if (created_.window) options_.window = Window{*created_.window};
  options_.budget = state_.budget();
  sampler_ = make_sampler(created_.sampler);
  pruner_ = make_pruner(created_.pruner);
}

void StudyCore::refresh() {
  bool any = false;
  {
    const std::lock_guard lock(state_mutex_);
    for (const Event& event : log_->read_since(id_, state_.last())) {
      state_.apply(event);
      any = true;
    }
  }
  if (any) news_.notify_all();
}

bool StudyCore::append(std::span<Event> events, const Guard& guard) {
  const std::optional<Sequence> last = log_->append(id_, events, guard);
  if (last && apply_own(events, *last)) return true;
  refresh();
  return last.has_value();
}

// What this process has just written need not be read again, unless something of others has come before it.
bool StudyCore::apply_own(std::span<Event> events, Sequence last) {
  {
    const std::lock_guard lock(state_mutex_);
    Sequence sequence = last - std::ssize(events);
    if (state_.last() != sequence) return false;
    for (Event& event : events) {
      event.sequence = ++sequence;
      state_.apply(event);
    }
  }
  news_.notify_all();
  return true;
}

void StudyCore::wait_for_news() {
  std::unique_lock lock(state_mutex_);
  news_.wait_for(lock, std::chrono::milliseconds(50));
}

void StudyCore::begin_run(const OptimizeOptions& options) {
  for (;;) {
    refresh();
    BudgetPayload payload;
    const auto [same, claims] = with_state([&](StudyState& state) {
      payload.budget = state.budget();
      if (options.n_trials) payload.budget.trials = options.n_trials;
      if (options.resource) payload.budget.resource = options.resource;
      if (!state.window()) payload.window = Window::for_jobs(options.n_jobs).width;
      return std::pair(payload.budget == state.budget() && !payload.window, state.claims());
    });
    if (payload.budget.resource && !created_.resource) {
      throw InvalidArgument("a budget in units of a resource, which the study does not have", "a study with a resource",
                            "Make it with the most that one trial uses: .resource = Resource{\"epochs\", 1, 100}.");
    }
    if (same) return;
    Event event;
    event.type = EventType::budget;
    event.payload = to_json(payload);
    if (append({&event, 1}, {.claims = claims})) return;
  }
}

std::string StudyCore::describe_sampler() {
  refresh();
  const Snapshot snapshot = with_state([](StudyState& state) { return state.everything(); });
  const std::lock_guard deciding(decision_mutex_);
  return sampler_->describe(snapshot.history());
}

std::shared_ptr<TrialSession> StudyCore::open_session(AssignmentIndex index, std::shared_ptr<Run> run) {
  const bool asked = run == nullptr;
  auto session = std::make_shared<TrialSession>(*this, index, std::move(run));
  if (asked) {
    const std::lock_guard lock(asked_mutex_);
    asked_[session->record().number] = session;
  }
  return session;
}

std::shared_ptr<TrialSession> StudyCore::session_of(TrialNumber trial) {
  refresh();
  const AssignmentIndex index = with_state([&](StudyState& state) {
    if (trial < 0 || trial >= std::ssize(state.trials())) {
      throw NotFound(fmt::format("there is no trial {}", trial),
                     fmt::format("0 to {}", std::ssize(state.trials()) - 1));
    }
    const AssignmentIndex last = state.last_assignment(trial);
    const AssignmentState& assignment = state.assignments()[static_cast<std::size_t>(last)];
    if (!assignment.open()) throw InvalidState(fmt::format("trial {} has ended already", trial), "a running trial");
    if (assignment.owner != 0) {
      throw InvalidState(fmt::format("trial {} is run by another process", trial), "a trial that was given out by ask");
    }
    return last;
  });
  {
    const std::lock_guard lock(asked_mutex_);
    if (const auto found = asked_.find(trial); found != asked_.end() && found->second->index() == index) {
      return found->second;
    }
  }
  return open_session(index, nullptr);
}

TrialRecord StudyCore::end_asked(TrialSession& session, const Outcome& outcome) {
  const TrialNumber trial = session.record().number;
  const bool written = session.end(outcome);
  {
    const std::lock_guard lock(asked_mutex_);
    if (const auto found = asked_.find(trial); found != asked_.end() && found->second.get() == &session) {
      asked_.erase(found);
    }
  }
  if (!written) throw InvalidState(fmt::format("trial {} has ended already", trial), "a running trial");
  return with_state(
      [&](StudyState& state) { return *state.assignments()[static_cast<std::size_t>(session.index())].result; });
}

}  // namespace vernier
