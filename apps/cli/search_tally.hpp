#pragma once
// How far a search is: what its trials came to, the best value, the pace.
#include <cstdint>
#include <optional>
#include <string>

#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier::cli {

/// Until when a search runs.
struct SearchLimits {
  std::optional<std::int64_t> trials{};  ///< in all; nothing: open
  std::optional<double> timeout{};       ///< seconds
};

/// A value type, fed with the events of a run. Times are seconds since any moment.
class SearchTally {
 public:
  SearchTally(SearchLimits limits, Direction direction, double begun)
      : limits_(limits), direction_(direction), begun_(begun) {}

  /// A trial that the study held before this run.
  void found(const TrialRecord& trial) { count(trial); }
  void started(const TrialRecord& trial);
  /// True for a new best value (of the first objective).
  bool ended(const TrialRecord& trial);

  std::int64_t complete = 0, pruned = 0, failed = 0, paused = 0;
  [[nodiscard]] std::int64_t done() const { return complete + pruned + failed + paused; }
  [[nodiscard]] std::optional<double> best() const { return best_; }
  [[nodiscard]] std::optional<std::int64_t> trials() const { return limits_.trials; }
  [[nodiscard]] double elapsed(double now) const { return now - begun_; }
  /// "2.1/min"; empty before the first end of this run.
  [[nodiscard]] std::string pace(double now) const;
  /// "3m05s left"; empty where that is not known.
  [[nodiscard]] std::string time_left(double now) const;

 private:
  void count(const TrialRecord& trial);
  [[nodiscard]] bool is_better(double value) const;

  SearchLimits limits_;
  Direction direction_;
  double begun_;
  std::optional<double> best_;
  std::int64_t ended_here_ = 0;  // by this run
};

/// "━━━╌╌╌": a share of something, from 0 to 1.
[[nodiscard]] std::string progress_bar(double share, int cells, bool unicode);

}  // namespace vernier::cli
