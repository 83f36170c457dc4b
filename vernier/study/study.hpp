#pragma once
// A study: the search for the best configuration of one objective, written down event by event.
//
//   auto study = Study::open("sqlite:///seed.db", {.name = "seed", .direction = Direction::maximize});
//   study.optimize([](Trial& trial) {
//     const double x = trial.suggest_float("x", -10, 10);
//     return -(x - 2) * (x - 2);
//   }, {.n_trials = 100, .n_jobs = 2});
//   study.best_trial()->params;
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/samplers/support/recommend.hpp"
#include "vernier/space/search_space.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/storages/event_log.hpp"
#include "vernier/study/snapshot.hpp"
#include "vernier/study/trial.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// How many assignments may be unsettled: assignment i is decided from exactly the results of 0 to i - window, so a
/// study repeats bit for bit with any number of workers up to the window. `Window::none()` gives that up: a decision is
/// then made from whatever has been told.
struct Window {
  std::int64_t width = 1;  ///< 0: none
  [[nodiscard]] static Window none() { return {0}; }
  /// 1 for one job, else twice the jobs.
  [[nodiscard]] static Window for_jobs(int jobs) { return {jobs <= 1 ? 1 : 2 * std::int64_t{jobs}}; }
  friend bool operator==(const Window&, const Window&) = default;
};

/// What a study is made with. All of it is written down at creation. Opening an existing study compares space,
/// objectives and resource with what is stored (a difference is an InvalidArgument that lists the changes) and keeps
/// the stored sampler, pruner, seed and window; Study::notes() says where that differs from what was asked for.
struct StudyOptions {
  std::string name = "study";
  Direction direction = Direction::minimize;  ///< of a single objective
  std::vector<Objective> objectives{};        ///< overrides `direction` when given
  std::optional<SearchSpace> space{};         ///< nothing: define-by-run, by trial.suggest_*
  std::optional<Resource> resource{};         ///< what a report's step counts
  Component sampler = "auto";
  Component pruner = "auto";
  std::optional<std::uint64_t> seed{};  ///< 0 unless given
  std::optional<Window> window{};       ///< Window::for_jobs of the first run unless given
  /// Warm start: studies of the same storage, most relevant first. Their complete trials are copied into the new study,
  /// so nothing that they do later changes its decisions. An InvalidArgument where directions differ or no parameter is
  /// shared.
  std::vector<std::string> warm_start{};
  Budget budget{};  ///< may also be given to optimize
};

/// Stop rules, workers and hooks of one run. A rule is applied to the results that the next assignment may see, so the
/// set of trials does not depend on the number of workers; timeout and stop truncate it.
struct OptimizeOptions {
  std::optional<std::int64_t> n_trials{};  ///< the total of the study: a second call with the same number adds nothing
  /// Units of the resource in all, which the study must have. They are used exactly: the last trial ends with the last
  /// unit (Trial::ended_by_budget), where trials report every unit and none goes past the resource's max.
  std::optional<double> resource{};
  std::optional<std::chrono::duration<double>> timeout{};
  int n_jobs = 1;                                 ///< threads that run objectives
  std::optional<double> target{};                 ///< stop when the (first) objective is at least as good as this
  std::optional<std::int64_t> patience_trials{};  ///< stop after so many trials without a new best
  std::int64_t max_failures_in_a_row = 20;
  std::stop_token stop{};  ///< Ctrl-C: running objectives are told to stop and are run again next time

  /// Called by a worker that has nothing to do yet, before it waits, some 20 times a second.
  std::function<void()> on_wait{};
  /// Hooks for progress, called outside the study's locks, one at a time. A `running` record has no outcome.
  std::function<void(const TrialRecord&)> on_start{};
  std::function<void(const TrialRecord&, Decision)> on_report{};  ///< its last report is the new one
  std::function<void(const TrialRecord&)> on_end{};               ///< complete, pruned, failed or paused
};

/// Why optimize returned.
enum class StopReason { budget, exhausted, target, patience, failures, timeout, interrupted };
[[nodiscard]] std::string_view to_string(StopReason reason);

/// The objective runs in n_jobs threads at once. It returns a value (or a list, or an Outcome), or throws: an exception
/// makes the trial failed with its text.
using ObjectiveFunction = std::function<Outcome(Trial&)>;

struct TrialCounts {
  std::int64_t complete = 0;
  std::int64_t pruned = 0;
  std::int64_t failed = 0;
  std::int64_t paused = 0;  ///< may still be resumed
  std::int64_t running = 0;
  /// What "pruned" means once the study is over: nobody will resume the paused ones.
  [[nodiscard]] std::int64_t pruned_in_all() const { return pruned + paused; }
  [[nodiscard]] std::int64_t total() const { return complete + pruned + failed + paused + running; }
};

/// When an assignment began and ended, by the events of the log: no clock time is written down.
struct AssignmentSpan {
  TrialNumber trial = 0;
  TrialState state = TrialState::running;  ///< how it ended
  Sequence begun = 0;
  Sequence ended = 0;  ///< 0: it is still running
  double seconds = 0;  ///< how long it ran; 0 while it is running
};

/// One line of `vernier studies`.
struct StudySummary {
  std::string name;
  std::vector<Objective> objectives;
  TrialCounts counts;
  std::optional<TrialNumber> best;  ///< of a single objective
  std::vector<double> best_values;
};

/// A handle; copies refer to the same study. Thread-safe. Several processes may open one study at the same time.
class Study {
 public:
  /// Opens the study of that name, or creates it.
  [[nodiscard]] static Study open(std::string_view url, StudyOptions options);
  [[nodiscard]] static Study open(std::shared_ptr<EventLog> log, StudyOptions options);
  /// Opens an existing study with all that it was made with. Throws NotFound, with the nearest name. Writes nothing.
  [[nodiscard]] static Study load(std::string_view url, std::string_view name);
  [[nodiscard]] static Study load(std::shared_ptr<EventLog> log, std::string_view name);

  /// Runs trials until a stop rule holds. Continues a stored study; trials whose process died are run again first. An
  /// exception of the store leaves here once the running objectives have returned.
  StopReason optimize(const ObjectiveFunction& objective, const OptimizeOptions& options = {});

  /// A trial to be run by the caller and ended by tell. Never waits: it is decided from everything told so far. Throws
  /// InvalidState when the space is exhausted.
  [[nodiscard]] Trial ask();
  [[nodiscard]] std::vector<Trial> ask_batch(std::int64_t count);
  /// Ends a trial that ask gave out. A NaN or infinite value makes it failed; after the pruner's stop it is pruned with
  /// the value kept. Gives its record. Throws NotFound, InvalidState (ended already), InvalidArgument (wrong number of
  /// values).
  TrialRecord tell(TrialNumber trial, const Outcome& outcome);
  TrialRecord tell(const Trial& trial, const Outcome& outcome);
  /// Adds a trial that was never asked for: data from elsewhere. It does not count against the budget.
  TrialRecord tell(const ParamMap& params, const Outcome& outcome);
  /// A report of a trial given out by ask, by its number.
  Decision report(TrialNumber trial, double step, std::vector<double> values);
  /// Proposed next, before the sampler is asked; parameters left out are drawn at random.
  void enqueue(const ParamMap& params);

  /// The best complete trial of a single objective: under noise the luckiest. Nothing when there is none.
  [[nodiscard]] std::optional<TrialRecord> best_trial() const;
  /// The configuration to deliver, with its estimated value; see vernier/samplers/support/recommend.hpp. Nothing when
  /// no trial has completed. Both throw InvalidArgument for several objectives.
  [[nodiscard]] std::optional<Recommendation> recommend() const;
  /// The non-dominated complete trials.
  [[nodiscard]] std::vector<TrialRecord> pareto() const;
  /// Every trial, by number.
  [[nodiscard]] std::vector<TrialRecord> trials() const;
  [[nodiscard]] std::optional<TrialRecord> trial(TrialNumber number) const;
  /// Everything told so far, as samplers, figures and importance see it.
  [[nodiscard]] Snapshot history() const;
  [[nodiscard]] TrialCounts counts() const;
  /// Every assignment in the order of decision, without data told from elsewhere.
  [[nodiscard]] std::vector<AssignmentSpan> assignments() const;
  [[nodiscard]] StudySummary summary() const;
  /// Units of the resource that all trials have used.
  [[nodiscard]] double resource_used() const;

  void set_attribute(std::string_view name, Json value);
  [[nodiscard]] Json attributes() const;

  /// A text that no other study has but its copies, given at its creation.
  [[nodiscard]] const std::string& identity() const;
  /// What it was made with, as stored.
  [[nodiscard]] const StudyOptions& options() const;
  [[nodiscard]] std::string describe_sampler() const;
  [[nodiscard]] std::string describe_pruner() const;
  /// Remarks for people about opening it: options that were not taken over, another build or class of processor.
  [[nodiscard]] const std::vector<std::string>& notes() const;

 private:
  Study(std::shared_ptr<StudyCore> core, std::vector<std::string> notes);
  std::shared_ptr<StudyCore> core_;
  std::vector<std::string> notes_;
};

/// Every study of a store, by name.
[[nodiscard]] std::vector<StudySummary> list_studies(EventLog& log);
/// These throw NotFound (with the nearest name) and InvalidState when the new name is taken.
void remove_study(EventLog& log, std::string_view name);
void rename_study(EventLog& log, std::string_view name, std::string_view new_name);
/// Trials that are running in the original are not owned in the copy: its next run begins with them.
void copy_study(EventLog& log, std::string_view name, std::string_view new_name);

}  // namespace vernier
