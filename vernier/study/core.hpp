#pragma once
// What the handles of one study share: its log, its replay, and the parts that decide.
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/study/run.hpp"
#include "vernier/study/state.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// What there is to do next.
struct Claim {
  enum class Kind { assigned, wait, finished } kind = Kind::wait;
  AssignmentIndex assignment = -1;            ///< assigned
  StopReason reason = StopReason::exhausted;  ///< finished
};

/// What to assign.
struct NextAssignment {
  TrialNumber trial = 0;
  AssignedPayload made;
};

/// Thread-safe. Two locks: the one of the state is held for moments; that of the decisions serialises the sampler and
/// is held while it thinks, so that reports and results of other trials go on meanwhile.
class StudyCore {
 public:
  /// Replays a stored study.
  StudyCore(std::shared_ptr<EventLog> log, StudyId id, std::string name);

  [[nodiscard]] EventLog& log() const { return *log_; }
  [[nodiscard]] const StudyOptions& options() const { return options_; }
  [[nodiscard]] const CreatedPayload& created() const { return created_; }
  [[nodiscard]] const Pruner& pruner() const { return *pruner_; }

  /// Applies what this and other processes have written.
  void refresh();
  /// False when the log refused. Applies what it wrote, and tells the events their sequences.
  [[nodiscard]] bool append(std::span<Event> events, const Guard& guard = {});
  /// Calls `read` with the state, which it must not keep.
  template <class Read>
  auto with_state(const Read& read) {
    const std::lock_guard lock(state_mutex_);
    return read(state_);
  }

  /// The next assignment of a run, in the order that makes it repeatable.
  [[nodiscard]] Claim claim(Run& run);
  /// Blocks until something has been written, for at most some 50 ms.
  void wait_for_news();
  /// An assignment for ask. Nothing when the space is exhausted.
  [[nodiscard]] std::optional<AssignmentIndex> claim_free();
  /// A trial for data from elsewhere, ended at once.
  TrialNumber add_told(const ParamMap& params, const Outcome& outcome);
  /// Writes down what the run may spend, and the window where the study has none yet.
  void begin_run(const OptimizeOptions& options);

  [[nodiscard]] std::string describe_sampler();
  /// The session of a trial given out by ask, in this process or another. Throws NotFound and InvalidState.
  [[nodiscard]] std::shared_ptr<TrialSession> session_of(TrialNumber trial);
  /// Gives the record at its end. Throws InvalidState when it has ended already.
  TrialRecord end_asked(TrialSession& session, const Outcome& outcome);
  [[nodiscard]] std::shared_ptr<TrialSession> open_session(AssignmentIndex index, std::shared_ptr<Run> run);

 private:
  [[nodiscard]] bool apply_own(std::span<Event> events, Sequence last);
  /// The study at one moment, as the next assignment would see it.
  struct Outlook {
    AssignmentIndex index = 0;
    std::int64_t window = 0;
    Sequence claims = 0;
    Sequence seen = 0;
    std::int64_t started = 0;
    bool mixed = false;                  ///< assignments of ask are among those of runs
    bool others_run = false;             ///< assignments of runs are open
    std::optional<Snapshot> snapshot{};  ///< nothing while one of the prefix is open
  };
  [[nodiscard]] static Outlook look(StudyState& state, std::optional<AssignmentIndex> prefix);
  /// These two give nothing when somebody else wrote a claim first: look again.
  [[nodiscard]] std::optional<Claim> take_over(Run& run);
  [[nodiscard]] std::optional<Claim> assign(Run& run);
  [[nodiscard]] std::optional<NextAssignment> next_assignment(const Snapshot& snapshot, bool may_start);
  [[nodiscard]] NextAssignment resumption(TrialNumber trial, const History& history) const;
  void forget(Run& run);

  std::shared_ptr<EventLog> log_;
  StudyId id_;
  std::mutex state_mutex_;
  std::condition_variable news_;
  StudyState state_;
  CreatedPayload created_;
  StudyOptions options_;
  std::mutex decision_mutex_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Pruner> pruner_;
  std::mutex asked_mutex_;
  std::map<TrialNumber, std::shared_ptr<TrialSession>> asked_;  // until they are told
};

}  // namespace vernier
