#pragma once
// The live handle of a running trial: what an objective is given, and what ask returns.
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/trial/event.hpp"

namespace vernier {

/// Thrown by an objective that ends because the pruner said so; not an error, hence no std::exception. The trial
/// becomes pruned, or paused when that was the pruner's word.
struct TrialPruned {};

/// Thrown by Trial::report when the run is being interrupted (Ctrl-C, timeout); let it pass. The trial stays
/// unfinished and is run again by the next run.
struct StopRequested {};

/// What became of an objective. A number or a list of numbers (one per objective) is a complete outcome.
struct Outcome {
  TrialState state = TrialState::complete;
  std::vector<double> values{};
  std::vector<double> constraints{};  ///< above 0 is violated
  std::string why{};
  std::optional<double> cost{};  ///< what the trial took, above 0, in any unit: for a search that is told to be thrifty

  Outcome() = default;
  Outcome(double value) : values{value} {}                              // NOLINT(google-explicit-constructor)
  Outcome(std::vector<double> several) : values(std::move(several)) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] static Outcome complete(std::vector<double> values, std::vector<double> constraints = {});
  [[nodiscard]] static Outcome pruned(std::string why = {});
  [[nodiscard]] static Outcome failed(std::string why);
  [[nodiscard]] static Outcome paused();
};

class StudyCore;
class TrialSession;

/// A cheap handle; copies refer to the same trial. One trial is used by one thread at a time. Members that write throw
/// StorageError when the store fails, and InvalidState "lease lost" when the trial was taken over by another process or
/// has ended.
class Trial {
 public:
  Trial(std::shared_ptr<StudyCore> core, std::shared_ptr<TrialSession> session);

  [[nodiscard]] TrialNumber number() const;
  [[nodiscard]] AssignmentIndex assignment() const;
  /// 0 at first; one more each time the trial had to be run again because its process died or was interrupted. A
  /// repeated attempt may begin at a checkpoint of its own or at the beginning of the assignment; reports at a step
  /// replace those of earlier attempts from that step on.
  [[nodiscard]] std::int64_t attempt() const;
  /// The params so far: with a declared space all of them, else those suggested until now.
  [[nodiscard]] const ParamMap& params() const;
  /// The trial whose checkpoint is the beginning of this one.
  [[nodiscard]] std::optional<TrialNumber> clone_of() const;
  /// The trial was paused after this step and goes on from there. An objective without checkpoints may begin at the
  /// beginning: reports up to this step are then repetitions and are not recorded again.
  [[nodiscard]] std::optional<double> resume_from_step() const;

  /// The value of a parameter. In a study with a declared space the distribution must be the declared one. The same
  /// name twice gives the same value; with another distribution it throws InvalidArgument.
  struct SuggestOptions {
    bool log = false;
    std::optional<double> step{};
  };
  double suggest_float(std::string_view name, double low, double high, SuggestOptions options);
  double suggest_float(std::string_view name, double low, double high);
  std::int64_t suggest_int(std::string_view name, std::int64_t low, std::int64_t high, SuggestOptions options);
  std::int64_t suggest_int(std::string_view name, std::int64_t low, std::int64_t high);
  std::string suggest_categorical(std::string_view name, std::initializer_list<const char*> values);
  std::string suggest_categorical(std::string_view name, const std::vector<std::string>& values);
  ParamValue suggest(std::string_view name, const Distribution& distribution);

  /// Writes one intermediate value down and asks the pruner. Steps must increase. NaN or an infinity means that the
  /// trial diverged: the decision is stop and the trial fails with "value became NaN at step 3". Throws StopRequested
  /// when the run is being interrupted.
  Decision report(double step, double value);
  Decision report(double step, std::vector<double> values);
  /// The last decision was not keep: end the trial, by throwing TrialPruned, by Outcome::pruned(), or with the value
  /// reached so far.
  [[nodiscard]] bool should_prune() const;
  [[nodiscard]] Decision decision() const;
  /// The decision to stop is no judgement: the study's budget of the resource has no unit left. The trial is complete
  /// with the value that it has reached.
  [[nodiscard]] bool ended_by_budget() const;
  /// The run is being interrupted: return soon with whatever value; it is not recorded.
  [[nodiscard]] bool should_stop() const;
  /// For waiting objectives: requested when should_stop() becomes true.
  [[nodiscard]] std::stop_token stop_token() const;

  void set_attribute(std::string_view name, Json value);
  /// What is known of this trial: params, reports of all its assignments, attributes; state running.
  [[nodiscard]] const TrialRecord& record() const;
  /// The trial's own stream of random numbers `name`: a function of (study seed, trial number, name) alone.
  [[nodiscard]] Rng rng(std::string_view name) const;

 private:
  friend class Study;
  std::shared_ptr<StudyCore> core_;
  std::shared_ptr<TrialSession> session_;
};

}  // namespace vernier
