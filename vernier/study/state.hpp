#pragma once
// The replay: everything that a log says of a study, computed in one place for every process and every query.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "vernier/pruners/pruner.hpp"
#include "vernier/study/payloads.hpp"
#include "vernier/study/snapshot.hpp"

namespace vernier {

/// One assignment as the log tells it so far.
struct AssignmentState {
  TrialNumber trial = 0;
  AssignedPayload made;  ///< with a declared space without params: they are those of the trial
  std::int64_t attempt = 0;
  OwnerId owner = 0;                   ///< of the current attempt; 0: given out by ask
  bool released = false;               ///< given back; waits for the next owner
  std::int64_t deaths = 0;             ///< owners that died over it
  Decision decision = Decision::keep;  ///< the pruner's last word; stop and pause stay
  Sequence begun_at = 0;
  Sequence ended_at = 0;  ///< 0: open

  // What its decisions see.
  std::size_t visible = 0;                   ///< that many of the settled records
  std::shared_ptr<const SearchSpace> space;  ///< the declared one, or the union of the distributions in those records
  AssignmentIndex first_unsettled = 0;       ///< all assignments before this one are among those records
  TrialNumber next_trial = 0;
  Budget budget;

  // How others see it.
  std::optional<std::size_t> settled;    ///< its place among the settled records
  RecordList::Record result;             ///< once ended
  mutable RecordList::Record running{};  ///< before that; made when first needed

  [[nodiscard]] bool open() const { return ended_at == 0; }
  /// Decided from whatever had been told, and not waited for by others.
  [[nodiscard]] bool free() const { return !made.prefix; }
};

/// Built by apply() from the events in order; the same events give the same state everywhere. Not thread-safe; the
/// snapshots that it hands out are.
///
/// Settled records are the results in the one order in which decisions see them. The list grows only when an assignment
/// is made: by the results of its prefix, in the order of assignments, then by what was asked and told, in the order of
/// telling. So every decision sees a beginning of the same list.
class StudyState {
 public:
  /// Throws BadData for an event that cannot follow those before it.
  void apply(const Event& event);

  [[nodiscard]] Sequence last() const { return last_; }
  /// For Guard::claims.
  [[nodiscard]] Sequence claims() const { return claims_; }

  [[nodiscard]] const CreatedPayload& created() const { return created_; }
  /// 0: none. Nothing until the first run, where the study was made without one.
  [[nodiscard]] std::optional<std::int64_t> window() const { return created_.window; }
  [[nodiscard]] const Budget& budget() const { return budget_; }
  [[nodiscard]] const Json& attributes() const { return attributes_; }
  [[nodiscard]] const std::deque<AssignmentState>& assignments() const { return assignments_; }
  [[nodiscard]] const std::set<AssignmentIndex>& open_assignments() const { return open_; }
  /// Whether any trial was given out by ask, or told from elsewhere.
  [[nodiscard]] bool any_free() const { return any_free_; }
  /// By number.
  [[nodiscard]] const std::vector<std::shared_ptr<const TrialRecord>>& trials() const { return trials_; }
  /// Trials that count against the budget: started, not told from elsewhere.
  [[nodiscard]] std::int64_t started() const { return started_; }
  /// Configurations that wait to be proposed, in order.
  [[nodiscard]] const std::map<Sequence, ParamMap>& queue() const { return queue_; }
  /// The assignment that a trial was last given out by.
  [[nodiscard]] AssignmentIndex last_assignment(TrialNumber trial) const {
    return last_assignment_[static_cast<std::size_t>(trial)];
  }

  /// What the next assignment would see if it were made now; with a prefix, those assignments must have ended.
  [[nodiscard]] Snapshot prospect(std::optional<AssignmentIndex> prefix);
  /// What the decisions of an assignment see.
  [[nodiscard]] Snapshot seen_by(AssignmentIndex index) const;
  /// Everything told so far.
  [[nodiscard]] Snapshot everything() const;

 private:
  void dispatch(const Event& event);
  void created(const Event& event);
  void budget(const Event& event);
  void assigned(const Event& event);
  void report(const Event& event);
  void ended(const Event& event);
  void attribute(const Event& event);
  [[nodiscard]] AssignmentState& open_assignment(const Event& event);
  [[nodiscard]] TrialRecord& writable(TrialNumber trial);
  [[nodiscard]] Distributions declared_distributions(const ParamMap& params);
  [[nodiscard]] std::vector<AssignmentIndex> newly_visible(std::optional<AssignmentIndex> prefix, Sequence seen) const;
  /// The records, as running, of those assignments in [from, to) that are not visible.
  [[nodiscard]] std::vector<RecordList::Record> running(AssignmentIndex from, AssignmentIndex to,
                                                        const std::function<bool(AssignmentIndex)>& visible) const;
  [[nodiscard]] std::shared_ptr<const SearchSpace> space_with(std::span<const RecordList::Record> records) const;

  Sequence last_ = 0;
  Sequence claims_ = 0;
  CreatedPayload created_;
  std::shared_ptr<const StudyFacts> facts_;
  Budget budget_;
  Json attributes_ = Json::object();
  std::deque<AssignmentState> assignments_;
  std::set<AssignmentIndex> open_;
  std::vector<std::shared_ptr<const TrialRecord>> trials_;
  std::vector<AssignmentIndex> last_assignment_;
  std::int64_t started_ = 0;
  bool any_free_ = false;
  std::map<Sequence, ParamMap> queue_;

  RecordList settled_;
  std::shared_ptr<const SearchSpace> space_;  // of the settled records
  std::deque<Distributions> known_distributions_;
  AssignmentIndex settle_cursor_ = 0;  // every ordered assignment before it is settled
  AssignmentIndex first_unsettled_ = 0;
  std::deque<AssignmentIndex> told_;       // ended and perhaps not settled yet, in the order of telling
  std::deque<AssignmentIndex> told_free_;  // those of them that are free
};

}  // namespace vernier
