#include "vernier/tune/training_objective.hpp"

#include <algorithm>

#include "vernier/trial/lineage.hpp"

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

StudyOptions problem_of(const Plan& plan) {
  const Experiment& experiment = plan.experiment;
  return {.name = experiment.name,
          .objectives = {{experiment.goal.metric, experiment.goal.direction}},
          .space = experiment.space,
          .resource = Resource{"epochs", 1, most_epochs(experiment)}};
}

TrainingObjective::TrainingObjective(const Plan& plan, const Study& study, BestModel& best, Checkpoints& checkpoints)
    : plan_(plan), study_(study), seed_(study.options().seed.value_or(0)), best_(best), checkpoints_(checkpoints) {}

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
  const std::optional<double> begin = trial.resume_from_step();
  if (begin && begin != trial.record().clone_step) hooks.checkpoint = checkpoints_.load(trial.number(), *begin);
  if (!hooks.checkpoint && trial.record().clone_step) begin_as_clone(trial.record(), hooks);
  TrainedModel trained =
      plan_.task->train(plan_.experiment.configure(trial.params()), goal, model_seed(trial.number()), hooks);
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

void TrainingObjective::begin_as_clone(const TrialRecord& trial, TrainingHooks& hooks) const {
  hooks.of_another = true;
  hooks.checkpoint = checkpoints_.load(*trial.clone_of, *trial.clone_step);
  if (!hooks.checkpoint) hooks.checkpoint = trained_until(study_.trial(*trial.clone_of).value(), *trial.clone_step);
}

std::string TrainingObjective::trained_until(const TrialRecord& trial, double epoch) const {
  std::string checkpoint;
  TrainingHooks hooks;
  hooks.on_epoch = [&](std::int64_t now, double) { return static_cast<double>(now) >= epoch; };
  hooks.wants_checkpoint = [&](std::int64_t now) { return static_cast<double>(now) >= epoch; };
  hooks.on_checkpoint = [&](std::string bytes) { checkpoint = std::move(bytes); };
  if (trial.clone_step) begin_as_clone(trial, hooks);
  (void)plan_.task->train(plan_.experiment.configure(trial.params), plan_.experiment.goal, model_seed(trial.number),
                          hooks);
  return checkpoint;
}

nn::Model TrainingObjective::model_of(const TrialRecord& trial) const {
  if (auto model = best_.take(trial.number)) return *std::move(model);
  TrainingHooks hooks;
  hooks.on_epoch = [&](std::int64_t epoch, double) { return static_cast<double>(epoch) >= trial.last_step(); };
  if (trial.clone_step) begin_as_clone(trial, hooks);
  return plan_.task
      ->train(plan_.experiment.configure(trial.params), plan_.experiment.goal, model_seed(trial.number), hooks)
      .model;
}

std::optional<nn::Model> TrainingObjective::refit(const TrialRecord& trial) const {
  const bool lower = plan_.experiment.goal.direction == Direction::minimize;
  const auto best = std::min_element(trial.reports.begin(), trial.reports.end(), [&](const auto& a, const auto& b) {
    return lower ? a.values[0] < b.values[0] : a.values[0] > b.values[0];
  });
  if (best == trial.reports.end()) return std::nullopt;
  const std::vector<TrialRecord> trials = study_.trials();
  std::vector<TrainingStage> stages;
  for (const LineageStage& stage : lineage(trials, trial.number)) {
    const TrialRecord& one = trials[static_cast<std::size_t>(stage.trial)];
    stages.push_back(
        {plan_.experiment.configure(one.params), static_cast<std::int64_t>(stage.to), model_seed(stage.trial)});
  }
  stages.back().until = static_cast<std::int64_t>(best->step);
  return plan_.task->refit(stages);
}

/// Of initial weights, dropout and shuffling: a function of study and trial alone.
std::uint64_t TrainingObjective::model_seed(TrialNumber trial) const {
  return Rng(seed_).split(static_cast<std::uint64_t>(trial)).split("model").next64();
}

}  // namespace vernier::tune
