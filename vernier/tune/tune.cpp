#include "vernier/tune/tune.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/tune/document_run.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/scores.hpp"
#include "vernier/tune/stored_plan.hpp"
#include "vernier/tune/training_objective.hpp"

namespace vernier::tune {
namespace {

void judge(Report& report, const TrainingTask& task, nn::Model& model, DocumentRun& document) {
  const Configuration& settings = document.settings();
  report.default_settings = {{"model", settings.model}, {"compile", settings.compile}, {"fit", settings.fit}};
  if (!task.has_test()) return;
  nn::Model plain = document.take(report.refit);
  const std::vector<Tensor> predicted = task.predict_test(model);
  const std::vector<Tensor> plainly = task.predict_test(plain);
  report.test = task.test(model, predicted);
  report.default_test = task.test(plain, plainly);
  report.first_score = first_score(task.encoder());
  report.comparison = compare(task.dataset().task().kind, task.test_errors(predicted), task.test_errors(plainly));
}

}  // namespace

Report run(const Plan& plan, const TuneOptions& options, const TuneHooks& hooks) {
  const auto begin = std::chrono::steady_clock::now();
  StudyOptions made = problem_of(plan);
  const Objective objective = made.objectives.front();
  if (!options.study.empty()) made.name = options.study;
  made.sampler = options.sampler;
  made.pruner = options.pruner;
  made.seed = options.seed;
  made.window = options.window ? *options.window : Window::for_jobs(options.jobs);
  made.warm_start = options.warm_start;
  if (!options.out.empty()) check_writable_folder(options.out);
  Study study = Study::open(options.storage, made);
  const bool refit = options.refit.value_or(plan.refit);
  hold_to_plan(study, plan, refit);
  if (hooks.on_open) hooks.on_open(study);

  const std::uint64_t seed = study.options().seed.value_or(0);
  BestModel best(objective.direction);
  Checkpoints checkpoints(options.out.empty() ? std::filesystem::path() : options.out / "checkpoints",
                          options.checkpoints);
  const TrainingObjective training(plan, study, best, checkpoints);
  OptimizeOptions limits{.n_trials = options.trials_in_all(),
                         .resource = options.epochs,
                         .n_jobs = options.jobs,
                         .stop = hooks.stop,
                         .on_start = hooks.on_start,
                         .on_report = hooks.on_report,
                         .on_end = [&](const TrialRecord& record) {
                           if (finished(record.state)) checkpoints.drop(record.number);
                           if (hooks.on_end) hooks.on_end(record);
                         }};
  if (options.timeout) limits.timeout = std::chrono::duration<double>(*options.timeout);
  DocumentRun document(*plan.task, seed, refit, options.jobs > 1, hooks.stop);
  Report report;
  report.reason = study.optimize(training, limits);
  if (hooks.on_searched) hooks.on_searched();
  report.study = study.options().name;
  report.objective = objective;
  // What is trained again needs the best configuration; what is kept as it is, the best of the trained models.
  report.best = study.best_trial();
  if (refit && report.best) report.best = study.recommend()->trial;
  report.counts = study.counts();
  report.epochs = static_cast<std::int64_t>(study.resource_used());
  if (report.best && report.reason != StopReason::interrupted) {
    std::optional<nn::Model> all_rows = refit ? training.refit(*report.best) : std::nullopt;
    report.refit = all_rows.has_value();
    nn::Model model = all_rows ? *std::move(all_rows) : training.model_of(*report.best);
    judge(report, *plan.task, model, document);
    report.summary = model.summary();
    if (!options.out.empty()) {
      make_folder(options.out);
      report.model = options.out / "model.safetensors";
      model.metadata()["study"] = report.study;
      model.metadata()["trial"] = report.best->number;
      model.metadata()["params"] = to_json(report.best->params);
      save_model(model, plan.task->encoder(), report.model);
    }
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

}  // namespace vernier::tune
