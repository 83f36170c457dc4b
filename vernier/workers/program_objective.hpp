#pragma once
// A program as the objective of a study.
#include <cstdint>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>

#include "vernier/study/study.hpp"
#include "vernier/workers/attempt.hpp"
#include "vernier/workers/device_pool.hpp"
#include "vernier/workers/program.hpp"
#include "vernier/workers/trial_command.hpp"
#include "vernier/workers/trial_folders.hpp"
#include "vernier/workers/working_copy.hpp"

namespace vernier {

/// Runs one trial in its folder: copies, parameters, attempts, result. Thread-safe.
class ProgramObjective {
 public:
  /// Takes OUT/STUDY for the study. Throws what TrialFolders throws; what it refers to outlives it.
  ProgramObjective(Launcher& launcher, const Program& program, const WorkingCopy& copy, DevicePool& devices,
                   Study& study, const std::filesystem::path& out);

  /// Throws StorageError when the trial's folder cannot be written: no fault of its parameters.
  [[nodiscard]] Outcome run(Trial& trial);

 private:
  [[nodiscard]] AttemptEnd attempt(Trial& trial, const TrialPlace& place, std::int64_t number,
                                   std::optional<double>& last_step);
  [[nodiscard]] bool worth_another(const AttemptEnd& end, std::int64_t number) const;

  Launcher& launcher_;
  const Program& program_;
  std::vector<Objective> objectives_;
  std::string study_;
  std::uint64_t seed_;
  TrialFolders folders_;
  const WorkingCopy& copy_;
  DevicePool& devices_;
};

/// What a trial of the program gave, in words and numbers, by its last attempt; `reports` are all of the trial's.
[[nodiscard]] Outcome outcome_of(const AttemptEnd& end, const Program& program, std::span<const Report> reports,
                                 std::span<const Objective> objectives);

/// Files of a trial, laid down: its folder, its checkpoints' folder, parameters as JSON, copies. Throws StorageError.
void prepare_trial(const Program& program, const WorkingCopy& copy, const ParamMap& params, const TrialPlace& place);

/// The reader of an attempt.
[[nodiscard]] std::unique_ptr<ResultReader> reader_for(const Program& program, const ParamMap& params,
                                                       const TrialPlace& place, std::span<const Objective> objectives);

[[nodiscard]] std::vector<std::string> objective_names(std::span<const Objective> objectives);

/// A study belongs to its program: values of another one would be compared with these. Writes down what rerun_trial
/// needs. Throws InvalidArgument where command, files, edits or reads are not those that the study was made with.
void hold_to_program(Study& study, const Program& program, const std::filesystem::path& out);

/// Optimizes the study with the program. What is no fault of a trial's parameters, a StorageError of its folder or a
/// system that starts no more processes (Unsupported), ends the run, gives the trial back and leaves here.
StopReason optimize_program(Study& study, ProgramObjective& objective, OptimizeOptions options);

}  // namespace vernier
