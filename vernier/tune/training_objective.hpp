#pragma once
// One training as the objective of a trial, and the same training again when its model is wanted.
#include <limits>
#include <mutex>
#include <optional>
#include <string>

#include "vernier/study/study.hpp"
#include "vernier/tune/checkpoints.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::tune {

/// The model of the best trial of this process; the first of equals, as best_trial has it. Thread-safe.
class BestModel {
 public:
  explicit BestModel(Direction direction) : direction_(direction) {}

  void offer(TrialNumber trial, double value, nn::Model model);
  /// The model of that trial, if this process trained it.
  [[nodiscard]] std::optional<nn::Model> take(TrialNumber trial);

 private:
  Direction direction_;
  std::mutex mutex_;
  double loss_ = std::numeric_limits<double>::infinity();
  TrialNumber trial_ = -1;
  std::optional<nn::Model> model_;
};

/// The problem that a plan poses to a study: name, objective, space and resource.
[[nodiscard]] StudyOptions problem_of(const Plan& plan);

/// Trains what the trials of a study of problem_of(plan) ask for. A training is a function of the plan, the study's
/// seed, and the trial with those that it descends from; so whatever is missing is trained again. Thread-safe; refers
/// to its arguments.
class TrainingObjective {
 public:
  TrainingObjective(const Plan& plan, const Study& study, BestModel& best, Checkpoints& checkpoints);

  Outcome operator()(Trial& trial) const;

  /// The model of an ended trial, with the weights of its best epoch.
  [[nodiscard]] nn::Model model_of(const TrialRecord& trial) const;
  /// Its configurations on all rows, for the epochs that were best in the trial; nothing where that diverges.
  [[nodiscard]] std::optional<nn::Model> refit(const TrialRecord& trial) const;

 private:
  /// Sets out from a checkpoint of the parent.
  void begin_as_clone(const TrialRecord& trial, TrainingHooks& hooks) const;
  [[nodiscard]] std::string trained_until(const TrialRecord& trial, double epoch) const;
  [[nodiscard]] std::uint64_t model_seed(TrialNumber trial) const;

  const Plan& plan_;
  const Study& study_;
  std::uint64_t seed_;
  BestModel& best_;
  Checkpoints& checkpoints_;
};

}  // namespace vernier::tune
