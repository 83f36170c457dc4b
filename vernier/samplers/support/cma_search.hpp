#pragma once
// The generations and restarts of CMA-ES as a fold over the settled trials.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "vernier/base/options.hpp"
#include "vernier/samplers/support/cma_distribution.hpp"
#include "vernier/samplers/support/finished_walk.hpp"
#include "vernier/samplers/support/standing.hpp"

namespace vernier {

struct CmaOptions {
  std::optional<std::int64_t> population{};
  double sigma = 1.0 / 6;
  std::string restarts = "bipop";
  std::int64_t startup = 0;
  static void describe(OptionFields<CmaOptions>& field);
};

/// Each `population` finished trials, in the settled order and whoever proposed them, are a generation. A trial that
/// one of the last distributions would have drawn for its number is that draw; any other is an injected point. A
/// generation in which every trial failed changes nothing.
class CmaSearch {
 public:
  explicit CmaSearch(CmaOptions options) : options_(std::move(options)) {}
  CmaSearch(const CmaSearch&) = delete;
  CmaSearch& operator=(const CmaSearch&) = delete;

  void update(const History& history);
  /// What trial `number` would be; nothing before the startup has ended and where no draw is feasible.
  [[nodiscard]] std::optional<ParamMap> draw(const History& history, TrialNumber number) const;
  [[nodiscard]] const CmaOptions& options() const { return options_; }
  /// Whether the trials of the startup are still to come.
  [[nodiscard]] bool starting() const { return distributions_.empty(); }
  [[nodiscard]] std::int64_t restarts() const { return run_; }
  [[nodiscard]] std::size_t population() const { return population_; }

 private:
  struct Member {
    CmaPoint point;
    Standing standing;
  };
  struct Seen {
    ParamMap params;
    Standing standing;
  };

  void begin(const History& history);
  [[nodiscard]] double variables() const;
  [[nodiscard]] std::size_t first_population() const;
  void begin_run(CmaStart start, std::size_t population);
  void take(const History& history, const TrialRecord& record);
  void end_generation(const History& history);
  [[nodiscard]] CmaPoint point_of(const History& history, const TrialRecord& record) const;
  [[nodiscard]] bool exhausted() const;
  [[nodiscard]] bool stagnates() const;
  void restart(const History& history);
  [[nodiscard]] CmaStart uniform_start(std::vector<double> mean, double sigma) const;
  [[nodiscard]] CmaStart start_at(std::vector<Seen> seen) const;

  CmaOptions options_;
  FinishedWalk walk_;
  SearchSpace space_;
  std::optional<CmaSpace> view_;
  std::vector<Seen> startup_;
  std::deque<CmaDistribution> distributions_;  // of this and earlier generations, the newest first
  std::vector<Member> generation_;
  std::size_t population_ = 0;
  std::vector<double> bests_;  // of each generation of this run
  std::vector<double> middles_;
  std::int64_t run_ = 0;
  std::int64_t doublings_ = 0;
  bool small_ = false;
  std::int64_t spent_small_ = 0;  // trials of the runs of each regime (Hansen 2009)
  std::int64_t spent_large_ = 0;
};

}  // namespace vernier
