// Programs as objectives of a study, below the command line: what the pruner pauses goes on from its checkpoint.
#include "vernier/workers/program_objective.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;

// Pauses every trial after its second step and resumes it at once.
class PausingPruner : public Pruner {
 public:
  Decision decide(const TrialRecord& trial, const History&) const override {
    return trial.last_step() == 2 ? Decision::pause : Decision::keep;
  }
  std::optional<TrialNumber> promote(const History& history) const override {
    std::map<TrialNumber, bool> paused;
    for (const auto& record : history.settled) paused[record->number] = record->state == TrialState::paused;
    for (const auto& record : history.running) paused[record->number] = false;
    for (const auto& [trial, is_paused] : paused) {
      if (is_paused) return trial;
    }
    return std::nullopt;
  }
  std::string describe() const override { return "pauses after step 2"; }
};

TEST(ProgramObjective, APausedTrialGoesOnFromItsCheckpoint) {
  if (pruners().find("pausing") == nullptr) {
    pruners().add({.name = "pausing",
                   .summary = "for this test",
                   .cites = "",
                   .options = option_table<NoOptions>(),
                   .make = &make_with<Pruner, PausingPruner, NoOptions>});
  }
  const cli::ScratchFolder folder;
  // Counts on from the step in its checkpoint, one report a step, to step 4.
  const Program program =
      program_from_json({{"command",
                          {"sh", "-c",
                           "trap 'exit 0' TERM; f={checkpoint_dir}/step; step=$(cat $f 2>/dev/null || echo 0); "
                           "echo \"from $step, told ${VERNIER_RESUME_STEP:-nothing}\" >> {trial_dir}/begun; "
                           "while test $step -lt 4; do step=$((step + 1)); echo $step > $f; "
                           "echo \"vernier: report step=$step value=$((10 - step))\"; sleep 0.1; done"}},
                         {"reads", "lines"}},
                        folder.path(), "program");
  SearchSpace space;
  space.add("x", Distribution::real(0, 1));
  Launcher launcher;
  const WorkingCopy copy(program);
  DevicePool devices(program.devices, 1);
  Study study = Study::open("memory://", {.name = "paused",
                                          .space = space,
                                          .resource = Resource{"epochs", 1, 4},
                                          .sampler = "random",
                                          .pruner = "pausing"});
  ProgramObjective objective(launcher, program, copy, devices, study, folder.path() / "runs");
  EXPECT_EQ(optimize_program(study, objective, {.n_trials = 2}), StopReason::budget);
  for (const TrialRecord& trial : study.trials()) {
    EXPECT_EQ(trial.state, TrialState::complete) << trial.why;
    EXPECT_THAT(trial.values, ElementsAre(6));
    ASSERT_EQ(trial.reports.size(), 4U);
    EXPECT_EQ(trial.reports[3].step, 4);
    EXPECT_EQ(content_of(folder.path() / "runs/paused" / std::to_string(trial.number) / "begun"),
              "from 0, told nothing\nfrom 2, told 2\n");
  }
}

}  // namespace
}  // namespace vernier
