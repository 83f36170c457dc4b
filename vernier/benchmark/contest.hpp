#pragma once
// Samplers and pruners on the same problems, with the same seeds and budgets.
//
//   const Contest contest = hold_contest({problem}, {{"random"}, {"tpe"}}, {.trainings = 50, .seeds = 10});
//   const ContestResult result = judge(contest, Rng(1));
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/benchmark/ranks.hpp"
#include "vernier/benchmark/recorded_task.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

struct Contender {
  Component sampler = "auto";
  Component pruner = "none";
  /// "tpe", with its pruner unless that is none: "tpe, asha".
  [[nodiscard]] std::string name() const;
};

/// What is searched on. Its members are called from several threads at once.
struct BenchmarkProblem {
  std::string name;
  Objective objective{};
  SearchSpace space{};
  std::optional<Resource> resource{};
  std::function<StopReason(Study&, OptimizeOptions)> search;
  /// How good a trial's configuration is, less is better: a regret where the truth is known, else the loss it gave.
  std::function<double(const TrialRecord&)> score;
  bool regret = false;  ///< the score is one: 0 is the best there is, 1 the median
  /// A score as people read it: a regret, or the value of the objective.
  [[nodiscard]] double shown(double one) const {
    return regret || objective.direction == Direction::minimize ? one : -one;
  }
};
/// The task must outlive the problem.
[[nodiscard]] BenchmarkProblem problem_of(const RecordedTask& task);

struct ContestOptions {
  /// The budget of each run in whole trainings: where the problem has a resource and a pruner takes part, as many units
  /// of it as these would take, else trials.
  std::int64_t trainings = 50;
  std::int64_t seeds = 10;
  std::uint64_t first_seed = 0;
  int jobs = 1;  ///< runs at the same time; each run makes one trial after the other
  std::stop_token stop{};
  std::function<void(std::size_t done, std::size_t all)> on_run{};  ///< one at a time
};

/// One search. `curve[k]` is the score of the best trial so far, by its own result, after k + 1 trainings; infinite
/// before the first.
struct ContestRun {
  std::size_t problem = 0;
  std::size_t contender = 0;
  std::uint64_t seed = 0;
  std::vector<double> curve;
  std::int64_t trials = 0;
  double seconds = 0;
};

struct Contest {
  std::vector<BenchmarkProblem> problems;
  std::vector<Contender> contenders;
  std::vector<ContestRun> runs;  ///< by problem, seed, contender; without those that were not done when it was stopped
};

/// The results do not depend on `jobs`. Throws InvalidArgument where a sampler does not suit a problem.
[[nodiscard]] Contest hold_contest(std::vector<BenchmarkProblem> problems, std::vector<Contender> contenders,
                                   const ContestOptions& options);

/// How a contender did on one problem.
struct ProblemScore {
  BootstrapMean last;         ///< over the seeds, at the end of the budget
  std::vector<double> curve;  ///< the mean over the seeds
  double seconds = 0;         ///< mean of a run
  double trials = 0;          ///< mean of a run
};
struct ContestResult {
  std::vector<BootstrapMean> ranks;               ///< by contender
  std::vector<std::vector<ProblemScore>> scores;  ///< [problem][contender]
  std::size_t blocks = 0;                         ///< problems times seeds that every contender has finished
  double friedman_p = 0;                          ///< NaN where nothing can be said
};
/// Throws InvalidState where no seed is complete.
[[nodiscard]] ContestResult judge(const Contest& contest, const Rng& rng);

}  // namespace vernier
