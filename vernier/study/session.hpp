#pragma once
// One attempt at one assignment, as the process that runs it holds it.
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "vernier/study/core.hpp"

namespace vernier {

/// Used by one thread at a time.
class TrialSession {
 public:
  /// Takes up the present attempt. `run` is null for a trial given out by ask.
  TrialSession(StudyCore& core, AssignmentIndex index, std::shared_ptr<Run> run);

  [[nodiscard]] const TrialRecord& record() const { return record_; }
  [[nodiscard]] const AssignmentState& assignment() const { return assignment_; }
  [[nodiscard]] AssignmentIndex index() const { return index_; }
  [[nodiscard]] Decision decision() const { return decision_; }
  [[nodiscard]] bool ended_by_budget() const { return ended_by_budget_; }
  [[nodiscard]] const StudyCore& core() const { return core_; }
  [[nodiscard]] const std::shared_ptr<Run>& run() const { return run_; }

  ParamValue suggest(std::string_view name, const Distribution& distribution);
  Decision report(double step, std::vector<double> values);
  void set_attribute(std::string_view name, Json value);
  [[nodiscard]] bool should_stop();

  /// The event that ends the assignment with this outcome. Throws InvalidArgument for a wrong number of values.
  [[nodiscard]] Event ending(const Outcome& outcome) const;
  /// Writes it. False when the lease was lost.
  [[nodiscard]] bool end(const Outcome& outcome);
  /// Gives the assignment back unfinished.
  void release();

  // What the run loop asks after the objective has returned, whatever the objective did with the exceptions.
  [[nodiscard]] bool lease_lost() const { return lease_lost_; }
  [[nodiscard]] bool stop_seen() const { return stop_seen_; }
  [[nodiscard]] std::exception_ptr storage_error() const { return storage_error_; }

 private:
  void write(Event event);
  [[nodiscard]] Event event(EventType type) const;

  StudyCore& core_;  // outlives the session: a Trial holds both
  AssignmentIndex index_;
  std::shared_ptr<Run> run_;
  AssignmentState assignment_;
  TrialRecord record_;
  std::optional<Snapshot> seen_;     // made at the first report
  std::optional<double> last_step_;  // reported by this attempt
  Decision decision_ = Decision::keep;
  bool ended_by_budget_ = false;
  std::chrono::steady_clock::time_point began_;
  bool lease_lost_ = false;
  bool stop_seen_ = false;
  std::exception_ptr storage_error_;
};

}  // namespace vernier
