#pragma once
// The one place where tuner and trainer meet: a study whose objective is a training.
//
//   tune::Plan plan = tune::plan_table({{"path", "digits.csv"}, {"target", "digit"}}, ".", 1);
//   tune::Report report = tune::run(plan, {.trials = 40, .jobs = 2, .out = "result"});
//   std::cout << report.to_json().dump(2);
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "vernier/experiment/experiment.hpp"
#include "vernier/study/study.hpp"
#include "vernier/study/study_block.hpp"
#include "vernier/tune/checkpoints.hpp"
#include "vernier/tune/comparison.hpp"
#include "vernier/tune/training_task.hpp"

namespace vernier::tune {

/// An experiment and the data that it trains on.
struct Plan {
  Experiment experiment;
  std::shared_ptr<const TrainingTask> task;
  std::vector<std::string> warnings;
  bool refit = false;      ///< what TuneOptions::refit is where it does not say
  bool table = false;      ///< made by plan_table
  std::uint64_t seed = 0;  ///< of the rows that are drawn at random
};

/// For a table or arrays without any configuration: detects the task, holds back a fifth of the rows for validation
/// (drawn with `seed`, stratified) and, where `data` names no test part, a fifth before that for testing, and chooses
/// the search space. `data` is a `data:` block.
[[nodiscard]] Plan plan_table(Json data, const std::filesystem::path& folder, std::uint64_t seed);
/// The same from what it made before: Plan::experiment.
[[nodiscard]] Plan plan_table(Experiment experiment, std::uint64_t seed);
/// As the experiment says; Keras's validation split. Throws InvalidArgument when the experiment names no data.
[[nodiscard]] Plan plan_experiment(Experiment experiment, std::uint64_t seed);

struct TuneOptions {
  std::string storage = "sqlite:///vernier.db";
  std::string study{};                   ///< the experiment's name by default
  std::optional<std::int64_t> trials{};  ///< in all: the same call again continues the study; see trials_in_all()
  std::optional<double> epochs{};        ///< a budget of epochs over all trials, used exactly
  std::optional<double> timeout{};       ///< seconds
  int jobs = 1;
  std::optional<Window> window{};  ///< by default 1 for one job, else twice the jobs
  Component sampler = "auto";
  Component pruner = "auto";
  std::uint64_t seed = 0;
  std::vector<std::string> warm_start{};  ///< earlier studies of the storage, see StudyOptions
  std::filesystem::path out{};            ///< a folder for the best model and for checkpoints; created
  CheckpointLimits checkpoints{};         ///< of paused trials
  /// Whether the best configuration is trained once more, on the validation rows too, for as many epochs as were best
  /// in its trial; that model is judged and saved, and so are the document's settings. By itself for a plain table.
  std::optional<bool> refit{};

  /// Where `trials` does not say it: 40, and with a budget of epochs as many as that allows.
  [[nodiscard]] std::optional<std::int64_t> trials_in_all() const;
};

/// The `study:` block of an experiment. Throws InvalidArgument that names the experiment.
[[nodiscard]] StudyBlock study_block(const Experiment& experiment);
/// What the block does not say stays as it is by default.
[[nodiscard]] TuneOptions options_from_study_block(const StudyBlock& block);

/// What an outsider may see and do during a run.
struct TuneHooks {
  std::stop_token stop{};
  std::function<void(const Study&)> on_open{};
  std::function<void(const TrialRecord&)> on_start{};
  std::function<void(const TrialRecord&, Decision)> on_report{};
  std::function<void(const TrialRecord&)> on_end{};
  std::function<void()> on_searched{};  ///< no trial will follow: the best is now trained, judged and saved
};

struct Report {
  std::string study;
  Objective objective;
  std::optional<TrialRecord> best;     ///< nothing when no trial completed
  bool refit = false;                  ///< what is judged and saved was trained on the validation rows too
  std::map<std::string, double> test;  ///< of the best trial's weights; empty without a test part
  std::string first_score;             ///< the one that a person asks for first
  Json default_settings;               ///< the document's own
  std::map<std::string, double> default_test;
  std::optional<Comparison> comparison;  ///< of the two on the same test rows
  TrialCounts counts;
  std::int64_t epochs = 0;  ///< trained in all
  double seconds = 0;       ///< of this call
  StopReason reason = StopReason::budget;
  std::filesystem::path model;  ///< the saved file; empty without TuneOptions::out
  std::string summary;          ///< the best network, for people

  /// The JSON of `vernier tune --json`.
  [[nodiscard]] Json to_json() const;
  /// In plain words: whether the one tuned model and the one of default settings differ on the test part. What other
  /// seeds would give is for evaluation/assess.hpp.
  [[nodiscard]] std::string verdict() const;
};

/// Runs the study and judges its best trial on the test part, beside the document's own settings. The trials are the
/// same for any number of jobs up to the window. Throws what storage and training throw; InvalidArgument when the
/// stored study was made with other data, another space or another objective.
[[nodiscard]] Report run(const Plan& plan, const TuneOptions& options, const TuneHooks& hooks = {});

}  // namespace vernier::tune
