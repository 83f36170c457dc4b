#pragma once
// The one place where tuner and trainer meet: a study whose objective is a training.
//
//   tune::Plan plan = tune::plan_table({{"path", "digits.csv"}, {"target", "digit"}}, ".", {.seed = 1});
//   tune::Report report = tune::run(plan, {.trials = 40, .jobs = 2, .out = "result"});
//   std::cout << report.to_json().dump(2);
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/experiment/experiment.hpp"
#include "vernier/study/study.hpp"
#include "vernier/tune/comparison.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::tune {

/// An experiment and the data that it trains on.
struct Plan {
  Experiment experiment;
  std::shared_ptr<const TrainingTask> task;
  std::vector<std::string> warnings;
};

/// For a table or arrays without any configuration: detects the task, holds back a fifth of the rows for validation
/// (shuffled with `seed`, stratified) and, where `data` names no test part, a fifth before that for testing, and
/// chooses the search space. `data` is a `data:` block.
[[nodiscard]] Plan plan_table(const Json& data, const std::filesystem::path& folder, std::uint64_t seed);
/// As the experiment says; Keras's validation split.
[[nodiscard]] Plan plan_experiment(Experiment experiment, std::uint64_t seed);

struct TuneOptions {
  std::string storage = "sqlite:///vernier.db";
  std::string study{};             ///< the experiment's name by default
  std::int64_t trials = 40;        ///< in all: the same call again continues and never exceeds it
  std::optional<double> epochs{};  ///< a budget of epochs over all trials
  std::optional<std::chrono::duration<double>> timeout{};
  int jobs = 1;
  std::optional<std::int64_t> window{};  ///< by default 1 for one job, else twice the jobs; 0: none
  Component sampler = "auto";
  Component pruner = "auto";
  std::uint64_t seed = 0;
  std::filesystem::path out{};  ///< a folder for the best model; created
  std::stop_token stop{};
  StudyObserver* observer = nullptr;  ///< told of every trial; must outlive the call
};

struct Report {
  std::string study;
  std::optional<TrialRecord> best;     ///< nothing when no trial completed
  std::map<std::string, double> test;  ///< of the best trial's weights; empty without a test part
  ParamMap default_params;             ///< the document's own settings
  std::map<std::string, double> default_test;
  std::optional<Comparison> comparison;  ///< of the two on the same test rows
  std::int64_t complete = 0, pruned = 0, failed = 0;
  std::int64_t epochs = 0;  ///< trained in all
  double seconds = 0;       ///< of this call
  bool interrupted = false;
  std::filesystem::path model;  ///< the saved file; empty without TuneOptions::out
  std::string summary;          ///< the network, for people

  /// The JSON of `vernier tune --json`.
  [[nodiscard]] Json to_json() const;
};

/// Runs the study and judges its best trial on the test part, beside the document's own settings. Deterministic for any
/// number of jobs up to the window. Throws what the storage and the training throw.
[[nodiscard]] Report run(const Plan& plan, const TuneOptions& options);

}  // namespace vernier::tune
