#pragma once
// The trust region of TuRBO-1 (Eriksson, Pearce, Gardner, Turner, Poloczek 2019).
#include <optional>
#include <set>

#include "vernier/samplers/support/finished_walk.hpp"
#include "vernier/samplers/support/standing.hpp"

namespace vernier {

/// A fold over the finished trials, in the settled order and whoever proposed them. Three successes in a row (a trial
/// better than all before it in this run) double the length of the sides; `patience` failures in a row halve it. Below
/// the least length the run ends, and the next one begins with `startup` trials that change nothing.
class TrustRegionWalk {
 public:
  static constexpr double first_length = 0.8;
  static constexpr double least_length = 1.0 / 128;
  static constexpr double greatest_length = 1.6;
  static constexpr int successes_to_double = 3;

  TrustRegionWalk(std::int64_t startup, std::int64_t patience) : startup_(startup), patience_(patience) {}

  void update(const History& history);

  /// Sides, as a share of each range.
  [[nodiscard]] double length() const { return length_; }
  [[nodiscard]] int restarts() const { return restarts_; }
  /// The trials of this run.
  [[nodiscard]] const std::set<TrialNumber>& trials() const { return trials_; }

 private:
  void begin_run();
  void take(const History& history, const TrialRecord& record);

  std::int64_t startup_, patience_;
  FinishedWalk walk_;
  double length_ = first_length;
  int restarts_ = 0;
  int successes_ = 0;
  std::int64_t failures_ = 0;
  std::optional<Standing> best_;
  std::set<TrialNumber> trials_;
};

}  // namespace vernier
