#include "apps/cli/program_benchmark.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

#include "apps/cli/interrupt.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/workers/program_objective.hpp"

namespace vernier::cli {
namespace {

/// Removed with all that is in it.
class ScratchFolder {
 public:
  ScratchFolder()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("vernier-benchmark-{}", static_cast<long>(::getpid()))) {}
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Contest hold_program_contest(const ProgramOptions& options, const CLI::App& app,
                             const std::vector<Contender>& contenders, ContestOptions contest) {
  ProgramExperiment experiment = options.read(app);
  const Program program = program_from_json(experiment.program, options.folder(), options.where());
  std::vector<Objective>& objectives = experiment.space.objectives;
  name_objective(objectives, program.reads);
  if (objectives.size() != 1) {
    throw InvalidArgument(fmt::format("a benchmark of {} objectives", objectives.size()), "one objective");
  }
  check_program(program, experiment.space.space, objective_names(objectives), contest.jobs);
  const WorkingCopy copy(program);
  DevicePool devices(program.devices, contest.jobs);
  const ScratchFolder scratch;
  Launcher launcher;  // before anything that its keeper would inherit
  const Interrupt interrupt;
  contest.stop = interrupt.token();
  const double sign = objectives[0].direction == Direction::minimize ? 1 : -1;
  BenchmarkProblem problem{.name = experiment.name,
                           .objective = objectives[0],
                           .space = experiment.space.space,
                           .resource = experiment.space.resource,
                           .search =
                               [&](Study& study, OptimizeOptions limits) {
                                 ProgramObjective objective(launcher, program, copy, devices, study, scratch.path());
                                 return optimize_program(study, objective, std::move(limits));
                               },
                           .score = [sign](const TrialRecord& trial) { return sign * trial.values[0]; }};
  return hold_contest({std::move(problem)}, contenders, contest);
}

}  // namespace vernier::cli
