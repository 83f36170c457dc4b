#include "vernier/evaluation/nested.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/evaluation/repeats.hpp"
#include "vernier/math/mean_interval.hpp"
#include "vernier/math/statistics.hpp"
#include "vernier/tune/document_run.hpp"
#include "vernier/tune/scores.hpp"
#include "vernier/tune/training_objective.hpp"

namespace vernier::evaluation {
namespace {

tune::Plan plan_of_fold(const tune::Plan& plan, int fold, int folds) {
  Experiment experiment = plan.experiment;
  experiment.data["test"] = {{"rows", fmt::format("i % {} == {}", folds, fold)}};
  tune::Plan made = plan.table ? tune::plan_table(std::move(experiment), plan.seed)
                               : tune::plan_experiment(std::move(experiment), plan.seed);
  made.refit = plan.refit && !made.task->validation_part().y.empty();
  return made;
}

/// The study once more, on other rows.
Study search_again(const tune::Plan& plan, const Study& study, std::uint64_t seed, const NestedOptions& options) {
  StudyOptions made = tune::problem_of(plan);
  made.sampler = study.options().sampler;
  made.pruner = study.options().pruner;
  made.window = study.options().window;
  made.seed = seed;
  Study again = Study::open("memory://", made);
  tune::BestModel best(made.objectives.front().direction);
  tune::Checkpoints checkpoints;
  const StopReason reason = again.optimize(tune::TrainingObjective(plan, again, best, checkpoints),
                                           {.n_trials = study.counts().total(),
                                            .resource = study.history().history().budget.resource,
                                            .n_jobs = options.jobs,
                                            .stop = options.stop,
                                            .on_end = options.on_end});
  if (reason == StopReason::interrupted) throw StopRequested{};
  return again;
}

}  // namespace

NestedGain nested_gain(const tune::Plan& plan, const Study& study, const NestedOptions& options) {
  if (options.folds < 3) throw InvalidArgument("nested cross-validation with fewer than 3 folds", "at least 3");
  if (plan.task->dataset().series()) {
    throw InvalidArgument("nested cross-validation of a series", "rows that do not depend on their order");
  }
  NestedGain result{.folds = options.folds, .metric = tune::first_score(plan.task->encoder())};
  for (int fold = 0; fold < options.folds; ++fold) {
    const tune::Plan inner = plan_of_fold(plan, fold, options.folds);
    const std::uint64_t seed =
        Rng(study.options().seed.value_or(0)).split("nested").split(static_cast<std::uint64_t>(fold)).next64();
    const Study again = search_again(inner, study, seed, options);
    result.epochs += again.resource_used();
    const auto recommended = again.recommend();
    if (!recommended) continue;
    const tune::DocumentSettings plain = tune::document_settings(*inner.task);
    std::vector<Entry> entries(2);
    entries[0].configuration = inner.experiment.configure(recommended->trial.params);
    entries[0].goal = inner.experiment.goal;
    entries[1].configuration = plain.configuration;
    entries[1].goal = plain.goal;
    run_repeats(*inner.task, inner.experiment.goal, entries,
                {.jobs = options.jobs, .refit = inner.refit, .seed = seed, .stop = options.stop});
    for (const Entry& entry : entries) result.epochs += static_cast<double>(entry.contender.repeats[0].epochs);
    if (entries[0].rows[0].empty() || entries[1].rows[0].empty()) continue;
    result.gains.push_back(mean(entries[1].rows[0]) - mean(entries[0].rows[0]));
  }
  if (result.gains.size() < 2) return result;
  const MeanEstimate estimate = corrected_resampled_mean(result.gains, 1.0 / (options.folds - 1));
  result.mean = estimate.mean;
  result.low = estimate.low;
  result.high = estimate.high;
  result.p_value = estimate.p_value;
  return result;
}

}  // namespace vernier::evaluation
