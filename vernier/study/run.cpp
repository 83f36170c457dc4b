// The one loop that claims, runs and settles assignments.
#include <algorithm>
#include <exception>
#include <thread>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/study/core.hpp"
#include "vernier/study/run.hpp"
#include "vernier/study/session.hpp"

namespace vernier {
namespace {

constexpr std::chrono::seconds beat_interval{5};

// Keeps the run's lease alive and ends it at its deadline.
void keep_run(std::stop_token done, StudyCore& core, Run& run) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!done.stop_requested()) {
    auto until = std::chrono::steady_clock::now() + beat_interval;
    if (run.deadline && !run.timed_out()) until = std::min(until, *run.deadline);
    wake.wait_until(lock, done, until, [] { return false; });
    if (done.stop_requested()) return;
    if (run.timed_out()) run.stop.request_stop();
    try {
      core.log().beat(run.owner);
    } catch (const Error&) {
      // The next write of a worker meets the same error and reports it.
    }
  }
}

void tell_hook(Run& run, const std::function<void(const TrialRecord&)>& hook, const TrialRecord& record) {
  if (!hook) return;
  const std::lock_guard lock(run.hooks);
  hook(record);
}

Outcome call_objective(const ObjectiveFunction& objective, Trial& trial) {
  try {
    return objective(trial);
  } catch (const TrialPruned&) {
    return Outcome::pruned();
  } catch (const StopRequested&) {
    static_cast<void>(trial.should_stop());  // the objective may have learned of it by its stop token alone
    return Outcome::failed("interrupted");   // and given back, not recorded
  } catch (const std::exception& error) {
    return Outcome::failed(error.what());
  } catch (...) {
    return Outcome::failed("unknown exception");
  }
}

// Runs one assignment to its end, or gives it back when the run is interrupted.
void run_assignment(const std::shared_ptr<StudyCore>& core, const std::shared_ptr<Run>& run,
                    const ObjectiveFunction& objective, AssignmentIndex index) {
  const auto session = core->open_session(index, run);
  tell_hook(*run, run->options.on_start, session->record());
  Trial trial(core, session);
  Outcome outcome = call_objective(objective, trial);
  if (session->storage_error()) std::rethrow_exception(session->storage_error());
  if (session->lease_lost()) return;
  if (session->stop_seen()) {
    session->release();
    return;
  }
  bool written = false;
  try {
    written = session->end(outcome);
  } catch (const InvalidArgument& error) {  // not one value per objective
    written = session->end(Outcome::failed(error.what()));
  }
  if (!written) return;
  if (run->options.on_end) {
    const auto record = core->with_state(
        [&](StudyState& state) { return state.assignments()[static_cast<std::size_t>(index)].result; });
    tell_hook(*run, run->options.on_end, *record);
  }
}

StopReason work(const std::shared_ptr<StudyCore>& core, const std::shared_ptr<Run>& run,
                const ObjectiveFunction& objective) {
  for (;;) {
    const Claim claim = core->claim(*run);
    switch (claim.kind) {
      case Claim::Kind::finished: return claim.reason;
      case Claim::Kind::wait:
        if (run->options.on_wait) run->options.on_wait();
        core->wait_for_news();
        break;
      case Claim::Kind::assigned: run_assignment(core, run, objective, claim.assignment); break;
    }
  }
}

}  // namespace

StopReason run_study(const std::shared_ptr<StudyCore>& core, const ObjectiveFunction& objective,
                     const OptimizeOptions& options) {
  core->begin_run(options);
  const TrialNumber first = core->with_state([](StudyState& state) { return std::ssize(state.trials()); });
  const auto run = std::make_shared<Run>();
  run->options = options;
  run->owner = core->log().join();
  run->fold = SettledFold(first);
  if (options.timeout) {
    run->deadline = std::chrono::steady_clock::now() +
                    std::chrono::duration_cast<std::chrono::steady_clock::duration>(*options.timeout);
  }
  std::mutex mutex;
  std::exception_ptr error;
  std::optional<StopReason> reason;
  const auto worker = [&] {
    try {
      const StopReason why = work(core, run, objective);
      const std::lock_guard lock(mutex);
      if (!reason) reason = why;
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!error) error = std::current_exception();
      run->stop.request_stop();
    }
  };
  {
    const std::stop_callback interrupt(options.stop, [&] { run->stop.request_stop(); });
    std::jthread keeper([&](std::stop_token done) { keep_run(done, *core, *run); });
    std::vector<std::jthread> others;
    for (int job = 1; job < options.n_jobs; ++job) others.emplace_back(worker);
    worker();
  }
  core->log().leave(run->owner);
  if (error) std::rethrow_exception(error);
  return *reason;
}

}  // namespace vernier
