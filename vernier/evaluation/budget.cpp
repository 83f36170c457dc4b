#include "vernier/evaluation/budget.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/base/rng.hpp"
#include "vernier/math/expected_best.hpp"
#include "vernier/tune/training_objective.hpp"

namespace vernier::evaluation {
namespace {

constexpr std::int64_t random_window = 4;  // not of the jobs, on which nothing may depend

/// The losses of the trials that have ended, by number; infinite where there is none.
struct Losses {
  std::vector<double> losses;
  std::vector<double> epochs;  ///< of each
  double sign = 1;             ///< value = sign * loss
};

Losses losses_of(const Study& study) {
  Losses found;
  const Objective objective = study.options().objectives.empty() ? Objective{.direction = study.options().direction}
                                                                 : study.options().objectives.front();
  found.sign = objective.direction == Direction::minimize ? 1 : -1;
  for (const TrialRecord& trial : study.trials()) {
    if (!finished(trial.state) && trial.state != TrialState::paused) continue;
    const bool complete = trial.state == TrialState::complete && !trial.values.empty();
    const double loss = complete ? found.sign * trial.values.front() : NAN;
    found.losses.push_back(std::isfinite(loss) ? loss : std::numeric_limits<double>::infinity());
    found.epochs.push_back(trial.last_step().value_or(0));
  }
  return found;
}

/// 1, 2, 3, 4, 6, 8, 11, 16, ... and `most`.
std::vector<std::size_t> counts_up_to(std::size_t most) {
  std::vector<std::size_t> counts;
  for (int half = 0; most > 0; ++half) {
    const auto count = static_cast<std::size_t>(std::lround(std::exp2(half / 2.0)));
    if (count >= most) break;
    if (counts.empty() || count > counts.back()) counts.push_back(count);
  }
  if (most > 0) counts.push_back(most);
  return counts;
}

Rng bootstrap_stream(const Study& study) { return Rng(study.options().seed.value_or(0)).split("bootstrap"); }

}  // namespace

Study random_search(const tune::Plan& plan, const BaselineOptions& options) {
  StudyOptions made = tune::problem_of(plan);
  made.sampler = "random";
  made.pruner = "none";
  made.seed = Rng(options.seed).split("assessment").split("random search").next64();
  made.window = Window{random_window};
  Study study = Study::open("memory://", made);
  tune::BestModel best(made.objectives.front().direction);
  tune::Checkpoints checkpoints;
  OptimizeOptions limits{.n_trials = options.trials,
                         .n_jobs = static_cast<int>(std::min<std::int64_t>(options.jobs, random_window)),
                         .stop = options.stop,
                         .on_end = options.on_end};
  if (!options.trials) limits.resource = options.epochs;
  const StopReason reason = study.optimize(tune::TrainingObjective(plan, study, best, checkpoints), limits);
  if (reason == StopReason::interrupted) throw StopRequested{};
  return study;
}

std::vector<BudgetPoint> reached_by_budget(const Study& study) {
  const Losses found = losses_of(study);
  std::vector<BudgetPoint> points;
  double best = std::numeric_limits<double>::infinity();
  double epochs = 0;
  std::size_t done = 0;
  for (const std::size_t count : counts_up_to(found.losses.size())) {
    for (; done < count; ++done) {
      best = std::min(best, found.losses[done]);
      epochs += found.epochs[done];
    }
    if (std::isfinite(best)) points.push_back({static_cast<std::int64_t>(count), epochs, found.sign * best, {}, {}});
  }
  return points;
}

std::vector<BudgetPoint> expected_by_budget(const Study& random) {
  const Losses found = losses_of(random);
  const std::vector<std::size_t> counts = counts_up_to(found.losses.size());
  double epochs = 0;
  for (const double of_one : found.epochs) epochs += of_one / static_cast<double>(found.epochs.size());
  std::vector<BudgetPoint> points;
  for (const ExpectedLeast& point : expected_least_curve(found.losses, counts, bootstrap_stream(random))) {
    const auto [low, high] = std::minmax({found.sign * point.low, found.sign * point.high});
    points.push_back({static_cast<std::int64_t>(point.draws), epochs * static_cast<double>(point.draws),
                      found.sign * point.expected, low, high});
  }
  return points;
}

std::optional<Outlook> outlook_of(const Study& random) {
  const Losses found = losses_of(random);
  const auto doubling = next_doubling(found.losses, bootstrap_stream(random).split("doubling"));
  if (!doubling) return std::nullopt;
  return Outlook{std::ssize(found.losses), doubling->gain, doubling->low, doubling->high};
}

}  // namespace vernier::evaluation
