#include "vernier/tune/tune.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/tune/document_run.hpp"
#include "vernier/tune/saved_model.hpp"
#include "vernier/tune/scores.hpp"

namespace vernier::tune {
namespace {

/// The model of the best trial of this process; the first of equals, as best_trial has it.
class BestModel {
 public:
  explicit BestModel(Direction direction) : direction_(direction) {}

  void offer(TrialNumber trial, double value, nn::Model model) {
    const double loss = direction_ == Direction::minimize ? value : -value;
    const std::lock_guard lock(mutex_);
    if (model_ && (loss > loss_ || (loss == loss_ && trial > trial_))) return;
    loss_ = loss;
    trial_ = trial;
    model_ = std::move(model);
  }
  /// The model of that trial, if this process trained it.
  std::optional<nn::Model> take(TrialNumber trial) {
    const std::lock_guard lock(mutex_);
    if (!model_ || trial_ != trial) return std::nullopt;
    return std::move(model_);
  }

 private:
  Direction direction_;
  std::mutex mutex_;
  double loss_ = std::numeric_limits<double>::infinity();
  TrialNumber trial_ = -1;
  std::optional<nn::Model> model_;
};

/// Checkpoints of paused trials: files where there is a folder, else in memory.
class Checkpoints {
 public:
  explicit Checkpoints(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void save(TrialNumber trial, double epoch, std::string bytes) {
    if (!folder_.empty()) {
      make_folder(folder_);
      write_file_atomically(path(trial, epoch), bytes);
      return;
    }
    const std::lock_guard lock(mutex_);
    kept_[{trial, epoch}] = std::move(bytes);
  }
  [[nodiscard]] std::optional<std::string> load(TrialNumber trial, double epoch) {
    if (!folder_.empty()) {
      if (!std::filesystem::exists(path(trial, epoch))) return std::nullopt;
      return read_file(path(trial, epoch));
    }
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find({trial, epoch});
    if (found == kept_.end()) return std::nullopt;
    return found->second;
  }

 private:
  // With the epoch: a trial that dies after a second pause is run again from its first one.
  [[nodiscard]] std::filesystem::path path(TrialNumber trial, double epoch) const {
    return folder_ / fmt::format("trial-{}-epoch-{}.safetensors", trial, epoch);
  }

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::pair<TrialNumber, double>, std::string> kept_;
};

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

/// Of initial weights, dropout and shuffling: a function of study and trial alone.
std::uint64_t model_seed(std::uint64_t study_seed, TrialNumber trial) {
  return Rng(study_seed).split(static_cast<std::uint64_t>(trial)).split("model").next64();
}

/// One training as the objective of a trial.
class TrainingObjective {
 public:
  TrainingObjective(const Plan& plan, std::uint64_t seed, BestModel& best, Checkpoints& checkpoints)
      : plan_(plan), seed_(seed), best_(best), checkpoints_(checkpoints) {}

  Outcome operator()(Trial& trial) const {
    const Goal& goal = plan_.experiment.goal;
    TrainingHooks hooks;
    hooks.stop = trial.stop_token();
    hooks.on_epoch = [&](std::int64_t epoch, double value) {
      return trial.report(static_cast<double>(epoch), value) != Decision::keep;
    };
    hooks.wants_checkpoint = [&](std::int64_t) { return trial.decision() == Decision::pause; };
    hooks.on_checkpoint = [&](std::string bytes) {
      checkpoints_.save(trial.number(), *trial.record().last_step(), std::move(bytes));
    };
    if (const auto epoch = trial.resume_from_step()) hooks.checkpoint = checkpoints_.load(trial.number(), *epoch);
    TrainedModel trained =
        plan_.task->train(plan_.experiment.configure(trial.params()), goal, model_seed(seed_, trial.number()), hooks);
    if (trained.interrupted) throw StopRequested{};
    if (trial.decision() == Decision::pause) return Outcome::paused();
    Outcome outcome = trained.value;
    // Not the clock, which would make a study unrepeatable.
    outcome.cost =
        trial.record().last_step().value_or(1) * std::max(1.0, static_cast<double>(trained.model.parameter_count()));
    if (!trial.should_prune() || trial.ended_by_budget())
      best_.offer(trial.number(), trained.value, std::move(trained.model));
    return outcome;
  }

 private:
  const Plan& plan_;
  std::uint64_t seed_;
  BestModel& best_;
  Checkpoints& checkpoints_;
};

/// The best trial's model; trained again, to the same bits, where another process found it.
nn::Model model_of(const TrialRecord& trial, const Plan& plan, std::uint64_t seed, BestModel& best) {
  if (auto model = best.take(trial.number)) return *std::move(model);
  TrainingHooks hooks;
  hooks.on_epoch = [&](std::int64_t epoch, double) { return static_cast<double>(epoch) >= trial.last_step(); };
  return plan.task
      ->train(plan.experiment.configure(trial.params), plan.experiment.goal, model_seed(seed, trial.number), hooks)
      .model;
}

/// The best trial's configuration on all rows, for the epochs that were best in the trial.
std::optional<nn::Model> refitted(const TrialRecord& trial, const Plan& plan, std::uint64_t seed) {
  const bool lower = plan.experiment.goal.direction == Direction::minimize;
  const auto best = std::min_element(trial.reports.begin(), trial.reports.end(), [&](const auto& a, const auto& b) {
    return lower ? a.values[0] < b.values[0] : a.values[0] > b.values[0];
  });
  if (best == trial.reports.end()) return std::nullopt;
  return plan.task->refit(plan.experiment.configure(trial.params), static_cast<std::int64_t>(best->step),
                          model_seed(seed, trial.number));
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
  Checkpoints checkpoints(options.out.empty() ? std::filesystem::path() : options.out / "checkpoints");
  OptimizeOptions limits{.n_trials = options.trials_in_all(),
                         .resource = options.epochs,
                         .n_jobs = options.jobs,
                         .stop = hooks.stop,
                         .on_start = hooks.on_start,
                         .on_report = hooks.on_report,
                         .on_end = hooks.on_end};
  if (options.timeout) limits.timeout = std::chrono::duration<double>(*options.timeout);
  const bool refit = options.refit.value_or(plan.refit);
  DocumentRun document(*plan.task, seed, refit, options.jobs > 1, hooks.stop);
  Report report;
  report.reason = study.optimize(TrainingObjective(plan, seed, best, checkpoints), limits);
  if (hooks.on_searched) hooks.on_searched();
  report.study = study.options().name;
  report.objective = objective;
  // What is trained again needs the best configuration; what is kept as it is, the best of the trained models.
  report.best = study.best_trial();
  if (refit && report.best) report.best = study.recommend()->trial;
  report.counts = study.counts();
  report.epochs = static_cast<std::int64_t>(study.resource_used());
  if (report.best && report.reason != StopReason::interrupted) {
    std::optional<nn::Model> all_rows = refit ? refitted(*report.best, plan, seed) : std::nullopt;
    report.refit = all_rows.has_value();
    nn::Model model = all_rows ? *std::move(all_rows) : model_of(*report.best, plan, seed, best);
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
