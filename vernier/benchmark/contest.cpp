#include "vernier/benchmark/contest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <thread>

#include "vernier/base/errors.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

/// Follows one search: what it has used, and the best trial at each whole training.
class RunMeter {
 public:
  RunMeter(const BenchmarkProblem& problem, std::int64_t trainings, bool by_resource)
      : problem_(problem), full_(by_resource ? problem.resource->max : 1), by_resource_(by_resource) {
    curve_.resize(static_cast<std::size_t>(trainings), INFINITY);
  }

  void reported(const TrialRecord& trial) {
    if (!by_resource_) return;
    const double step = trial.reports.back().step;
    double& before = steps_.try_emplace(trial.number, trial.clone_step.value_or(0)).first->second;
    used_ += step - before;
    before = step;
  }

  void ended(const TrialRecord& trial) {
    ++trials_;
    if (!by_resource_) ++used_;
    if (trial.state != TrialState::complete) return;
    const double loss = problem_.objective.direction == Direction::minimize ? trial.values[0] : -trial.values[0];
    if (!(loss < best_loss_)) return;
    best_loss_ = loss;
    const double score = problem_.score(trial);
    const auto from = static_cast<std::size_t>(std::max(0.0, std::ceil(used_ / full_ - 1e-9) - 1));
    for (std::size_t k = from; k < curve_.size(); ++k) curve_[k] = score;
  }

  [[nodiscard]] std::vector<double> take_curve() { return std::move(curve_); }
  [[nodiscard]] std::int64_t trials() const { return trials_; }

 private:
  const BenchmarkProblem& problem_;
  double full_;
  bool by_resource_;
  std::map<TrialNumber, double> steps_;
  double used_ = 0;
  double best_loss_ = INFINITY;
  std::vector<double> curve_;
  std::int64_t trials_ = 0;
};

bool counts_resource(const BenchmarkProblem& problem, const std::vector<Contender>& contenders) {
  return problem.resource && std::any_of(contenders.begin(), contenders.end(),
                                         [](const Contender& one) { return one.pruner.name != "none"; });
}

/// False where it was stopped.
bool do_run(const Contest& contest, ContestRun& run, const ContestOptions& options) {
  const BenchmarkProblem& problem = contest.problems[run.problem];
  const Contender& contender = contest.contenders[run.contender];
  const bool by_resource = counts_resource(problem, contest.contenders);
  Study study = Study::open("memory://", {.name = fmt::format("{}-{}-{}", problem.name, run.contender, run.seed),
                                          .objectives = {problem.objective},
                                          .space = problem.space,
                                          .resource = problem.resource,
                                          .sampler = contender.sampler,
                                          .pruner = contender.pruner,
                                          .seed = run.seed});
  RunMeter meter(problem, options.trainings, by_resource);
  OptimizeOptions limits{.stop = options.stop,
                         .on_report = [&](const TrialRecord& trial, Decision) { meter.reported(trial); },
                         .on_end = [&](const TrialRecord& trial) { meter.ended(trial); }};
  if (by_resource) {
    limits.resource = static_cast<double>(options.trainings) * problem.resource->max;
  } else {
    limits.n_trials = options.trainings;
  }
  const auto begin = std::chrono::steady_clock::now();
  const StopReason reason = problem.search(study, std::move(limits));
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  run.curve = meter.take_curve();
  run.trials = meter.trials();
  return reason != StopReason::interrupted;
}

}  // namespace

std::string Contender::name() const {
  return pruner.name == "none" ? to_text(sampler) : to_text(sampler) + ", " + to_text(pruner);
}

BenchmarkProblem problem_of(const RecordedTask& task) {
  return {.name = task.name(),
          .objective = task.file().objectives[0],
          .space = task.file().space,
          .resource = task.file().resource,
          .search =
              [&task](Study& study, OptimizeOptions options) {
                return study.optimize([&task](Trial& trial) { return task.run(trial); }, options);
              },
          .score = [&task](const TrialRecord& trial) { return task.regret(trial.params); },
          .regret = true};
}

Contest hold_contest(std::vector<BenchmarkProblem> problems, std::vector<Contender> contenders,
                     const ContestOptions& options) {
  Contest contest{std::move(problems), std::move(contenders), {}};
  std::vector<ContestRun> runs;
  for (std::size_t problem = 0; problem < contest.problems.size(); ++problem) {
    for (std::int64_t seed = 0; seed < options.seeds; ++seed) {
      for (std::size_t contender = 0; contender < contest.contenders.size(); ++contender) {
        runs.push_back({problem, contender, options.first_seed + static_cast<std::uint64_t>(seed), {}, 0, 0});
      }
    }
  }
  std::vector<char> done(runs.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::size_t finished = 0;
  std::exception_ptr fault;
  const auto work = [&] {
    for (std::size_t k = next++; k < runs.size() && !options.stop.stop_requested(); k = next++) {
      try {
        done[k] = do_run(contest, runs[k], options) ? 1 : 0;
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!fault) fault = std::current_exception();
        next = runs.size();
        return;
      }
      const std::lock_guard lock(mutex);
      if (done[k] != 0 && options.on_run) options.on_run(++finished, runs.size());
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int job = 1; job < options.jobs; ++job) workers.emplace_back(work);
    work();
  }
  if (fault) std::rethrow_exception(fault);
  for (std::size_t k = 0; k < runs.size(); ++k) {
    if (done[k] != 0) contest.runs.push_back(std::move(runs[k]));
  }
  return contest;
}

ContestResult judge(const Contest& contest, const Rng& rng) {
  const std::size_t contenders = contest.contenders.size();
  std::map<std::pair<std::size_t, std::uint64_t>, std::vector<const ContestRun*>> blocks;
  for (const ContestRun& run : contest.runs) blocks[{run.problem, run.seed}].push_back(&run);
  std::erase_if(blocks, [&](const auto& block) { return block.second.size() < contenders; });
  if (blocks.empty()) {
    throw InvalidState("no seed was finished by every contender", "one at least", "Let it run longer.");
  }
  ContestResult result;
  result.blocks = blocks.size();
  std::vector<ScoreBlock> scores;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<const ContestRun*>> cells;
  for (const auto& [key, runs] : blocks) {
    ScoreBlock& block = scores.emplace_back(ScoreBlock{key.first, {}});
    for (const ContestRun* run : runs) {
      block.scores.push_back(run->curve.back());
      cells[{run->problem, run->contender}].push_back(run);
    }
  }
  result.ranks = mean_ranks(scores, rng.split("ranks"));
  result.friedman_p = friedman_p(scores);
  result.scores.resize(contest.problems.size());
  for (std::vector<ProblemScore>& problem : result.scores) problem.resize(contenders);
  for (const auto& [key, runs] : cells) {
    ProblemScore& score = result.scores[key.first][key.second];
    score.curve.resize(runs.front()->curve.size());
    std::vector<double> last;
    for (const ContestRun* run : runs) {
      for (std::size_t k = 0; k < score.curve.size(); ++k) {
        score.curve[k] += run->curve[k] / static_cast<double>(runs.size());
      }
      last.push_back(run->curve.back());
      score.seconds += run->seconds / static_cast<double>(runs.size());
      score.trials += static_cast<double>(run->trials) / static_cast<double>(runs.size());
    }
    score.last = bootstrap_mean(last, rng.split("scores").split(key.first).split(key.second));
  }
  return result;
}

}  // namespace vernier
