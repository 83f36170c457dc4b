#include "vernier/tune/tune.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/tune/document_run.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/scores.hpp"
#include "vernier/tune/training_objective.hpp"

namespace vernier::tune {
namespace {

std::uint64_t fingerprint(const TrainingTask& task) {
  const auto hash = [](const Tensor& tensor) {
    const auto values = tensor.values();
    return stable_hash({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  };
  const auto hash_all = [&](const std::vector<Tensor>& tensors) {
    std::uint64_t all = tensors.empty() ? hash(Tensor()) : 0;
    for (const Tensor& tensor : tensors) all = std::rotl(all, 1) ^ hash(tensor);
    return all;
  };
  return hash_all(task.train_part().x) ^ (hash_all(task.train_part().y) << 1) ^
         (hash_all(task.validation_part().y) << 2);
}

/// A study belongs to its data: scores on other rows would be compared with these.
void hold_to_data(Study& study, const TrainingTask& task) {
  const std::string mark = fmt::format("{:016x}", fingerprint(task));
  const Json attributes = study.attributes();
  if (!attributes.contains("data")) {
    study.set_attribute("data", mark);
  } else if (attributes["data"] != mark) {
    throw InvalidArgument(
        fmt::format("study '{}' was made with other data, or another seed of their split", study.options().name),
        "the same data and the same --seed", "Give the new study another name with --study.");
  }
}

/// The most that one trial may train.
double most_epochs(const Experiment& experiment) {
  const Json epochs = experiment.source["fit"].value("epochs", Json(1));
  if (!epochs.is_object()) return epochs.get<double>();
  if (!epochs.contains("values")) return epochs["max"].get<double>();
  double most = 1;
  for (const Json& value : epochs["values"]) most = std::max(most, value.get<double>());
  return most;
}

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
  const Experiment& experiment = plan.experiment;
  const Objective objective{experiment.goal.metric, experiment.goal.direction};
  StudyOptions made{.name = options.study.empty() ? experiment.name : options.study,
                    .objectives = {objective},
                    .space = experiment.space,
                    .resource = Resource{"epochs", 1, most_epochs(experiment)},
                    .sampler = options.sampler,
                    .pruner = options.pruner,
                    .seed = options.seed,
                    .window = options.window ? *options.window : Window::for_jobs(options.jobs),
                    .warm_start = options.warm_start};
  if (!options.out.empty()) check_writable_folder(options.out);
  Study study = Study::open(options.storage, made);
  hold_to_data(study, *plan.task);
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
  const bool refit = options.refit.value_or(plan.refit);
  DocumentRun document(*plan.task, seed, refit, options.jobs > 1, hooks.stop);
  Report report;
  report.reason = study.optimize(training, limits);
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
