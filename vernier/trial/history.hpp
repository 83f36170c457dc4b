#pragma once
// The immutable view of a study on which every decision is made.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "vernier/space/search_space.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// How much a study may spend in all: trials, or units of its resource.
struct Budget {
  std::optional<std::int64_t> trials;
  std::optional<double> resource;
  friend bool operator==(const Budget&, const Budget&) = default;
};

/// Samplers and pruners see this and nothing else of a study. A cheap value: it refers to records that outlive the call
/// in which it was handed over; keep nothing of it. Every const member may be called from several threads.
///
/// `settled` are the results of the visible prefix, one record for each ended assignment in the settled order; a trial
/// that was paused and resumed occurs several times, each record complete up to that end. `running` are the assignments
/// that were made but are not settled for this decision: their params are known, their outcome is not (a record here
/// has state running whatever has become of it meanwhile).
struct History {
  using Records = std::span<const std::shared_ptr<const TrialRecord>>;

  const SearchSpace* space = nullptr;  ///< the declared space, or the union of the distributions seen in the prefix
  bool declared = true;                ///< false: define-by-run
  std::span<const Objective> objectives;
  Budget budget;
  std::optional<Resource> resource;
  std::int64_t window = 1;
  std::uint64_t seed = 0;
  TrialNumber next_trial = 0;  ///< the number that a new trial would get
  Records settled;
  Records running;
  std::vector<const History*> earlier;  ///< warm start: earlier studies, most relevant first

  /// The last record of every settled trial, by number (computed on each call: O(n)).
  [[nodiscard]] std::vector<const TrialRecord*> trials() const;
  /// Those of trials() with state complete and finite values.
  [[nodiscard]] std::vector<const TrialRecord*> complete() const;
  /// `value` of objective k turned so that less is better.
  [[nodiscard]] double loss(double value, std::size_t objective = 0) const {
    return objectives[objective].direction == Direction::minimize ? value : -value;
  }
};

/// The best complete trial of a single objective (the first of equals), if any.
[[nodiscard]] const TrialRecord* best_trial(const History& history);
/// The non-dominated complete trials, by number; for one objective best_trial alone.
[[nodiscard]] std::vector<const TrialRecord*> pareto_front(const History& history);

}  // namespace vernier
