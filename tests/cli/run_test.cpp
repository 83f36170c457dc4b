// `vernier run` with real programs: shell scripts that answer in milliseconds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "tests/cli/subprocess.hpp"
#include "tests/workers/support.hpp"
#include "vernier/base/json.hpp"

namespace vernier::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RunProgram : public testing::Test {
 protected:
  RunProgram() {
    folder_.write("space.yaml",
                  "parameters: {x: {min: 0, max: 1.5}, n: {min: 1, max: 9}}\n"
                  "resource: {name: epochs, min: 1, max: 20}\n");
  }
  // `options`, then the command `sh -c SCRIPT`
  ProcessResult run(std::vector<std::string> options, const std::string& script) const {
    std::vector<std::string> words{"run", "--space", "space.yaml", "--quiet", "--json"};
    if (std::find(options.begin(), options.end(), "--sampler") == options.end()) {
      words.insert(words.end(), {"--sampler", "random"});
    }
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(), {"--", "sh", "-c", script});
    return vernier(words, folder_.path());
  }
  Json trials() const {
    const ProcessResult result = vernier({"trials", "--json"}, folder_.path());
    EXPECT_EQ(result.status, 0) << result.err;
    return Json::parse(result.out);
  }
  // The reason why the only trial of such a script failed.
  std::string why(std::vector<std::string> options, const std::string& script) const {
    options.insert(options.end(), {"--trials", "1"});
    const ProcessResult result = run(options, script);
    EXPECT_EQ(result.status, 1) << result.err;
    const Json all = trials();
    EXPECT_EQ(all[0]["state"], "failed");
    return all[0]["why"].get<std::string>();
  }
  std::string log(const std::string& name) const { return content_of(folder_.path() / "runs/space" / name); }
  ScratchFolder folder_;
};

TEST_F(RunProgram, ParametersArriveInEveryWay) {
  const ProcessResult result =
      run({"--trials", "3", "--jobs", "2"},
          R"(test "$VERNIER_PARAM_X" = {x} && grep -q "\"n\": {n}" {params_file} && test -d {checkpoint_dir} || exit 1
         echo "{{x}} is {x}"; echo {x})");
  ASSERT_EQ(result.status, 0) << result.err;
  const Json summary = Json::parse(result.out);
  EXPECT_EQ(summary["trials"]["complete"], 3);
  for (const Json& trial : trials()) EXPECT_EQ(trial["values"][0], trial["params"]["x"]);
  EXPECT_THAT(log("0/stdout.log"), HasSubstr("{x} is 0."));
}

TEST_F(RunProgram, TheSameCommandContinuesAndNeverExceeds) {
  ASSERT_EQ(run({"--trials", "2"}, "echo {x}").status, 0);
  ASSERT_EQ(run({"--trials", "5"}, "echo {x}").status, 0);
  ASSERT_EQ(run({"--trials", "5"}, "echo {x}").status, 0);
  EXPECT_EQ(trials().size(), 5U);
  const ProcessResult other = run({"--trials", "6"}, "echo {n}");
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, AllOf(HasSubstr("made with another program"), HasSubstr("--study")));
  EXPECT_EQ(trials().size(), 5U);
}

TEST_F(RunProgram, AnyNumberOfJobsMakesTheSameTrials) {
  const std::string script = "sleep 0.0{n}; echo {x}";
  ASSERT_EQ(run({"--trials", "12", "--window", "4", "--sampler", "tpe:startup=4"}, script).status, 0);
  Json alone = trials();
  std::filesystem::remove(folder_.path() / "vernier.db");
  std::filesystem::remove_all(folder_.path() / "runs");
  ASSERT_EQ(run({"--trials", "12", "--window", "4", "--jobs", "4", "--sampler", "tpe:startup=4"}, script).status, 0);
  Json together = trials();
  for (Json* list : {&alone, &together}) {
    for (Json& trial : *list) trial.erase("seconds");
  }
  EXPECT_EQ(alone, together);
}

TEST_F(RunProgram, ReportsPruneAndTheProgramIsAskedToEnd) {
  // Trial k says k at each step: those after the fifth are worse than the median from the sixth step on.
  const ProcessResult result = run({"--trials", "8", "--pruner", "median", "--reads", "lines"},
                                   R"(trap 'echo asked; exit 0' TERM
             for step in $(seq 19); do
               echo "vernier: report step=$step value=$VERNIER_TRIAL"
               test "$VERNIER_TRIAL" -gt 4 && sleep 0.05
             done
             echo "vernier: tell value=$VERNIER_TRIAL")");
  ASSERT_EQ(result.status, 0) << result.err;
  const Json all = trials();
  EXPECT_EQ(all[4]["state"], "complete");
  EXPECT_EQ(all[4]["values"][0], 4);
  EXPECT_EQ(all[7]["state"], "pruned");
  EXPECT_EQ(all[7]["reports"].size(), 6U);
  EXPECT_THAT(log("7/stdout.log"), AllOf(HasSubstr("asked"), Not(HasSubstr("step=19"))));
}

TEST_F(RunProgram, WithoutAToldValueTheBestReportCounts) {
  ASSERT_EQ(
      run({"--trials", "1", "--reads", "lines"}, "for v in 3 1 2; do echo \"vernier: report value=$v\"; done").status,
      0);
  EXPECT_EQ(trials()[0]["values"][0], 1);
}

TEST_F(RunProgram, EveryFailureSaysWhy) {
  EXPECT_THAT(why({"--study", "a"}, "echo no such module >&2; exit 3"), "exit status 3: no such module");
}
TEST_F(RunProgram, ExitZeroWithoutAValueFails) {
  EXPECT_THAT(why({}, "echo hello"), HasSubstr("exit status 0 without a value"));
}
TEST_F(RunProgram, NanFails) { EXPECT_THAT(why({}, "echo nan"), HasSubstr("NaN")); }
TEST_F(RunProgram, ReportedNanEndsTheProgram) {
  EXPECT_THAT(why({"--reads", "lines"}, "echo 'vernier: report step=2 value=nan'; sleep 3600"),
              "value became NaN at step 2");
}
TEST_F(RunProgram, TwoToldValuesFail) {
  EXPECT_THAT(why({}, "echo 'vernier: tell value=1'; echo 'vernier: tell value=2'; sleep 3600"),
              HasSubstr("two results"));
}
TEST_F(RunProgram, ASignalIsNamed) { EXPECT_THAT(why({}, "kill -KILL $$"), HasSubstr("SIGKILL")); }
TEST_F(RunProgram, TooLongIsKilledThoughItIgnoresTheTerm) {
  EXPECT_THAT(why({"--limits", "time=100ms,grace=100ms"}, "trap '' TERM; echo $$ > self; sleep 3600; sleep 3600"),
              HasSubstr("longer than its limit of 0.1 s"));
  EXPECT_FALSE(is_alive(process_of(folder_.path() / "self")));
}
TEST_F(RunProgram, AProtocolErrorFails) {
  EXPECT_THAT(why({}, "echo 'vernier: report stp=1 value=2'"), HasSubstr("says 'stp'"));
}

TEST_F(RunProgram, MegabytesOfOutputAreReadAndTheLogIsBounded) {
  const ProcessResult result = run({"--trials", "1"}, "yes | head -c 30000000; echo; echo 0.5");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(trials()[0]["values"][0], 0.5);
  EXPECT_LT(std::filesystem::file_size(folder_.path() / "runs/space/0/stdout.log"), 17U << 20U);
  EXPECT_THAT(log("0/stdout.log").substr(16 << 20), HasSubstr("left out"));
}

TEST_F(RunProgram, ChosenFailuresAreTriedAgainWithTheirCheckpoint) {
  const std::string script =
      "echo 'vernier: report step=1 value=3'; f={checkpoint_dir}/seen; test -e $f && echo 0.5 && exit 0; touch $f; "
      "exit 137";
  ASSERT_EQ(run({"--trials", "1", "--retry", "2", "--retry-on", "137,9"}, script).status, 0);
  EXPECT_EQ(trials()[0]["values"][0], 0.5);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "runs/space/0/stdout.2.log"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "runs/space/0/stdout.3.log"));
  const ProcessResult other = run({"--study", "other", "--trials", "1", "--retry", "2", "--retry-on", "9"}, script);
  EXPECT_EQ(other.status, 1);
}

TEST_F(RunProgram, FilesAreFollowedWhileTheProgramRuns) {
  // each row is worse than the one before: the pruner sees it before the program has ended
  const std::string script =
      "echo epoch,loss > {trial_dir}/log.csv; for e in 1 2 3 4 5 6 7 8; do echo $e,{trial}$e >> {trial_dir}/log.csv; "
      "test {trial} -gt 4 && sleep 0.2; done; test {trial} -lt 5 || sleep 3600; exit 0";
  ASSERT_EQ(run({"--trials", "7", "--jobs", "2", "--window", "1", "--pruner", "median", "--reads",
                 "csv:path={trial_dir}/log.csv,value=loss"},
                script)
                .status,
            0);
  const Json all = trials();
  EXPECT_EQ(all[4]["values"][0], 41);
  EXPECT_EQ(all[6]["state"], "pruned");
}

TEST_F(RunProgram, EachJobHasItsOwnDevices) {
  ASSERT_EQ(run({"--trials", "6", "--jobs", "2", "--devices", "0,1,2,3", "--devices-per-trial", "2"},
                "echo $CUDA_VISIBLE_DEVICES $HIP_VISIBLE_DEVICES {devices} >> seen; sleep 0.05; echo 1")
                .status,
            0);
  const std::string seen = content_of(folder_.path() / "seen");
  EXPECT_THAT(seen, AllOf(HasSubstr("0,1 0,1 0,1\n"), HasSubstr("2,3 2,3 2,3\n")));
  const ProcessResult many =
      run({"--study", "b", "--jobs", "3", "--devices", "0", "--devices-per-trial", "0.5"}, "echo 1");
  EXPECT_EQ(many.status, 2);
  EXPECT_THAT(many.err, HasSubstr("serve 2 trials at a time"));
}

TEST_F(RunProgram, MistakesAreFoundBeforeAnythingIsWritten) {
  folder_.write("plain", "echo 1\n");
  const auto refused = [&](std::vector<std::string> words, const std::string& message) {
    words.insert(words.begin(), {"run", "--space", "space.yaml"});
    const ProcessResult result = vernier(words, folder_.path());
    EXPECT_EQ(result.status, 2) << message;
    EXPECT_THAT(result.err, HasSubstr(message));
  };
  refused({"--", "no-such-program", "{x}"}, "'no-such-program' does not exist");
  refused({"--", "./plain"}, "is not executable");
  refused({"--", "echo", "{y}"}, "{y} names no parameter");
  refused({"--", "echo", "{devices}"}, "{devices} names no parameter");
  refused({}, "there is no command");
  refused({"--reads", "kears", "--", "echo"}, "Did you mean 'keras'?");
  refused({"--jobs", "2", "--reads", "file:path=r.json", "--", "echo"}, "{trial_dir}/r.json");
  refused({"--limits", "time=long", "--", "echo"}, "'long'");
  refused({"--limits", "tim=1s", "--", "echo"}, "'tim'");
  refused({"--devices-per-trial", "0.3", "--devices", "0", "--", "echo"}, "0.3 a trial");
  refused({"--frobnicate", "--", "echo"}, "no option '--frobnicate'");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "runs"));
}

TEST_F(RunProgram, ADryRunShowsTheCommandAndWritesNothing) {
  const ProcessResult shown = run({"--dry-run", "--trials", "1"}, "echo {x} {n}");
  ASSERT_EQ(shown.status, 0) << shown.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "vernier.db"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "runs"));
  ASSERT_EQ(run({"--trials", "1"}, "echo {x} {n} > seen; echo 1").status, 0);
  EXPECT_THAT(Json::parse(shown.out)["command"][2].get<std::string>() + "\n",
              "echo " + content_of(folder_.path() / "seen"));
}

TEST_F(RunProgram, AnExperimentEditsCopiesOfItsFiles) {
  std::filesystem::create_directories(folder_.path() / "work/lib");
  folder_.write("work/lib/value.txt", "rate = 0.5\n");
  folder_.write("work/train.sh",
                "rate=0.5 # and a half\n. lib/value.txt 2>/dev/null; cat lib/value.txt {folder} 2>/dev/null\n"
                "echo loss: $rate; pwd\n");
  folder_.write("work/exp.yaml",
                "program:\n  command: sh train.sh {folder}\n  files: [lib]\n"
                "  edits: [{file: train.sh, find: 'rate=0.5', put: 'rate={rate}'}]\n"
                "  reads: {format: pattern, line: 'loss: {value}'}\n"
                "parameters: {rate: {min: 1.0, max: 2.0}}\n"
                "objective: {direction: maximize}\nstudy: {trials: 3, jobs: 2, sampler: random, name: edited}\n");
  const ProcessResult result = vernier({"run", "work/exp.yaml", "--quiet", "--json"}, folder_.path());
  ASSERT_EQ(result.status, 0) << result.err;
  double best = 0;
  for (const Json& trial : trials()) {
    EXPECT_EQ(trial["values"][0], trial["params"]["rate"]);
    best = std::max(best, trial["values"][0].get<double>());
  }
  EXPECT_EQ(Json::parse(result.out)["best"]["value"], best);
  EXPECT_THAT(content_of(folder_.path() / "runs/edited/0/stdout.log"), HasSubstr("runs/edited/0\n"));
  EXPECT_THAT(content_of(folder_.path() / "work/train.sh"), HasSubstr("rate=0.5"));
  folder_.write("work/train.sh", "rate=0.5; rate=0.5\n");
  const ProcessResult twice = vernier({"run", "work/exp.yaml", "--study", "b"}, folder_.path());
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("in 2 places (lines 1, 1)"));
  EXPECT_EQ(Json::parse(vernier({"studies", "--json"}, folder_.path()).out).size(), 1U);
}

TEST_F(RunProgram, ARerunRepeatsATrial) {
  ASSERT_EQ(run({"--trials", "3"}, "echo $VERNIER_SEED {x} >> seeds; echo {x}").status, 0);
  const ProcessResult result = vernier({"rerun", "1", "--json"}, folder_.path());
  ASSERT_EQ(result.status, 0) << result.err;
  const Json json = Json::parse(result.out);
  EXPECT_EQ(json["before"], json["now"]);
  const std::string seeds = content_of(folder_.path() / "seeds");
  const std::size_t second = seeds.find('\n') + 1, third = seeds.find('\n', second) + 1;
  EXPECT_TRUE(seeds.ends_with("\n" + seeds.substr(second, third - second))) << seeds;
  EXPECT_EQ(trials().size(), 3U);
  EXPECT_EQ(vernier({"rerun", "7"}, folder_.path()).status, 2);
}

TEST_F(RunProgram, TwoStudiesDoNotShareAFolder) {
  ASSERT_EQ(run({"--trials", "1"}, "echo 1").status, 0);
  const ProcessResult result = run({"--trials", "1", "--storage", "sqlite:///other.db"}, "echo 1");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("belongs to another study"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "other.db"));
}

TEST_F(RunProgram, ProcessesThatStartAtOnceShareAStudyAndItsFolder) {
  const std::vector<std::string> words{"run", "--space",  "space.yaml", "--sampler", "random", "--quiet", "--trials",
                                       "20",  "--window", "4",          "--",        "sh",     "-c",      "echo {x}"};
  LiveProcess first(words, folder_.path()), second(words, folder_.path()), third(words, folder_.path());
  for (LiveProcess* process : {&first, &second, &third}) EXPECT_EQ(process->wait(), 0);
  EXPECT_EQ(trials().size(), 20U);
}

TEST_F(RunProgram, AFolderThatCannotBeWrittenEndsTheRun) {
  ASSERT_EQ(run({"--trials", "1"}, "echo 1").status, 0);
  folder_.write("runs/space/1", "a file where the folder of the next trial should be");
  const ProcessResult result = run({"--trials", "3"}, "echo 1");
  EXPECT_EQ(result.status, 3) << result.err;
  std::filesystem::remove(folder_.path() / "runs/space/1");
  EXPECT_EQ(run({"--trials", "3"}, "echo 1").status, 0);  // the trial was given back
  for (const Json& trial : trials()) EXPECT_EQ(trial["state"], "complete");
}

TEST_F(RunProgram, CtrlCEndsChildrenFirstAndKeepsTheStudy) {
  LiveProcess live({"run", "--space", "space.yaml", "--sampler", "random", "--quiet", "--trials", "4", "--jobs", "2",
                    "--", "sh", "-c",
                    "test {trial} -lt 2 && echo {x} && exit 0; sleep 3600 & echo $! > child-{trial}; "
                    "trap 'echo saved > saved-{trial}; exit 0' TERM; while :; do sleep 0.01; done"},
                   folder_.path());
  std::vector<pid_t> children{process_of(folder_.path() / "child-2"), process_of(folder_.path() / "child-3")};
  live.signal(SIGINT);
  EXPECT_EQ(live.wait(), 130);
  for (const pid_t child : children) EXPECT_FALSE(is_alive(child));
  EXPECT_EQ(content_of(folder_.path() / "saved-2"), "saved\n");
  const Json all = trials();
  EXPECT_EQ(all[0]["state"], "complete");
  EXPECT_EQ(all[2]["state"], "running");
}

TEST_F(RunProgram, WithoutItsKeeperTheRunEndsAndTheStudyIsKept) {
  const ProcessResult result = run({"--trials", "30"}, "test {trial} != 2 || { sleep 0.2; kill -9 $PPID; }; echo {x}");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("the keeper is gone"));
  const Json all = trials();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1]["state"], "complete");
  EXPECT_EQ(all[2]["state"], "failed");
  EXPECT_EQ(all[3]["state"], "running");
}

TEST_F(RunProgram, NothingOutlivesAKilledSearch) {
  LiveProcess live({"run", "--space", "space.yaml", "--quiet", "--", "sh", "-c", "echo $$ > child; sleep 3600"},
                   folder_.path());
  const pid_t child = process_of(folder_.path() / "child");
  live.signal(SIGKILL);
  EXPECT_EQ(live.wait(), 137);
  EXPECT_TRUE(soon([&] { return !is_alive(child); }));
}

}  // namespace
}  // namespace vernier::cli
