#include "vernier/tune/training_objective.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "vernier/base/files.hpp"
#include "vernier/base/rng.hpp"

namespace vernier::tune {
namespace {

/// The most that one trial may train.
double most_epochs(const Experiment& experiment) {
  const Json epochs = experiment.source["fit"].value("epochs", Json(1));
  if (!epochs.is_object()) return epochs.get<double>();
  if (!epochs.contains("values")) return epochs["max"].get<double>();
  double most = 1;
  for (const Json& value : epochs["values"]) most = std::max(most, value.get<double>());
  return most;
}

}  // namespace

void BestModel::offer(TrialNumber trial, double value, nn::Model model) {
  const double loss = direction_ == Direction::minimize ? value : -value;
  const std::lock_guard lock(mutex_);
  if (model_ && (loss > loss_ || (loss == loss_ && trial > trial_))) return;
  loss_ = loss;
  trial_ = trial;
  model_ = std::move(model);
}

std::optional<nn::Model> BestModel::take(TrialNumber trial) {
  const std::lock_guard lock(mutex_);
  if (!model_ || trial_ != trial) return std::nullopt;
  return std::move(model_);
}

void Checkpoints::save(TrialNumber trial, double epoch, std::string bytes) {
  if (!folder_.empty()) {
    make_folder(folder_);
    write_file_atomically(path(trial, epoch), bytes);
    return;
  }
  const std::lock_guard lock(mutex_);
  kept_[{trial, epoch}] = std::move(bytes);
}

std::optional<std::string> Checkpoints::load(TrialNumber trial, double epoch) {
  if (!folder_.empty()) {
    if (!std::filesystem::exists(path(trial, epoch))) return std::nullopt;
    return read_file(path(trial, epoch));
  }
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find({trial, epoch});
  if (found == kept_.end()) return std::nullopt;
  return found->second;
}

std::filesystem::path Checkpoints::path(TrialNumber trial, double epoch) const {
  return folder_ / fmt::format("trial-{}-epoch-{}.safetensors", trial, epoch);
}

std::uint64_t model_seed(std::uint64_t study_seed, TrialNumber trial) {
  return Rng(study_seed).split(static_cast<std::uint64_t>(trial)).split("model").next64();
}

StudyOptions problem_of(const Plan& plan) {
  const Experiment& experiment = plan.experiment;
  return {.name = experiment.name,
          .objectives = {{experiment.goal.metric, experiment.goal.direction}},
          .space = experiment.space,
          .resource = Resource{"epochs", 1, most_epochs(experiment)}};
}

Outcome TrainingObjective::operator()(Trial& trial) const {
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

}  // namespace vernier::tune
