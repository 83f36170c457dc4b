#pragma once
// A training as the objective of a trial, and what outlives it: the best model, the checkpoints of paused trials.
#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "vernier/study/study.hpp"
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

/// Checkpoints of paused trials: files where there is a folder, else in memory. Thread-safe.
class Checkpoints {
 public:
  explicit Checkpoints(std::filesystem::path folder = {}) : folder_(std::move(folder)) {}

  void save(TrialNumber trial, double epoch, std::string bytes);
  [[nodiscard]] std::optional<std::string> load(TrialNumber trial, double epoch);

 private:
  // With the epoch: a trial that dies after a second pause is run again from its first one.
  [[nodiscard]] std::filesystem::path path(TrialNumber trial, double epoch) const;

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<std::pair<TrialNumber, double>, std::string> kept_;
};

/// Of initial weights, dropout and shuffling: a function of study and trial alone.
[[nodiscard]] std::uint64_t model_seed(std::uint64_t study_seed, TrialNumber trial);

/// The problem that a plan poses to a study: name, objective, space and resource.
[[nodiscard]] StudyOptions problem_of(const Plan& plan);

/// One training as the objective of a trial of a study of problem_of(plan). What it refers to must outlive it. Throws
/// StopRequested when interrupted, and what training throws.
class TrainingObjective {
 public:
  TrainingObjective(const Plan& plan, std::uint64_t seed, BestModel& best, Checkpoints& checkpoints)
      : plan_(plan), seed_(seed), best_(best), checkpoints_(checkpoints) {}

  Outcome operator()(Trial& trial) const;

 private:
  const Plan& plan_;
  std::uint64_t seed_;
  BestModel& best_;
  Checkpoints& checkpoints_;
};

}  // namespace vernier::tune
