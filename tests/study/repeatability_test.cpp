// The same trials for any number of workers up to the window.
#include <algorithm>

#include "support.hpp"
#include "vernier/importance/factor_analysis.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

struct Case {
  std::string sampler;
  std::string pruner;
  std::uint64_t seed;
};

class Repeatability : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override { register_testing_parts(); }
  static StudyOptions options() {
    return {.space = small_space(),
            .resource = Resource{"epochs", 1, 9},
            .sampler = GetParam().sampler,
            .pruner = GetParam().pruner,
            .seed = GetParam().seed,
            .window = Window{4}};
  }
  static std::vector<std::string> run(int jobs, OptimizeOptions how = {.n_trials = 40}) {
    Study study = Study::open("memory://", options());
    how.n_jobs = jobs;
    EXPECT_EQ(study.optimize([](Trial& trial) { return curve(trial); }, how), StopReason::budget);
    return fingerprints(study);
  }
};

TEST_P(Repeatability, OneTwoAndFourWorkersMakeTheSameTrials) {
  const std::vector<std::string> one = run(1);
  ASSERT_EQ(one.size(), 40U);
  const auto having = [&](std::string_view text) {
    return std::count_if(one.begin(), one.end(),
                         [&](const std::string& trial) { return trial.find(text) != trial.npos; });
  };
  EXPECT_GT(having("out of memory"), 0);
  EXPECT_GT(having("\"complete\""), 0);
  if (GetParam().sampler != "auto") {  // which proposes nothing here that is worth stopping
    EXPECT_EQ(having("\"pruned\"") > 0, GetParam().pruner == "median");
  }
  EXPECT_EQ(having("\"paused\"") > 0, GetParam().pruner == "pausing");
  EXPECT_EQ(run(2), one);
  EXPECT_EQ(run(4), one);
}

TEST_P(Repeatability, AStudyInPiecesIsTheStudyInOne) {
  const std::vector<std::string> whole = run(4);
  const auto log = make_memory_log();
  for (const std::int64_t trials : {7, 8, 23, 40}) {
    Study study = Study::open(log, options());  // a cold sampler every time
    (void)study.optimize([](Trial& trial) { return curve(trial); },
                         {.n_trials = trials, .n_jobs = trials % 2 == 0 ? 3 : 2});
  }
  const std::vector<std::string> pieces = fingerprints(Study::load(log, "study"));
  ASSERT_EQ(pieces.size(), whole.size());
  // At the end of a budget a pruner that resumes trials is asked once more, with every result: it may resume one
  // sooner.
  if (GetParam().pruner != "pausing") {
    EXPECT_EQ(pieces, whole);
  }
}

TEST_P(Repeatability, InterruptionsDoNotAlterTheTrials) {
  const std::vector<std::string> whole = run(2);
  const auto log = make_memory_log();
  int runs = 0;
  for (bool done = false; !done; ++runs) {
    Study study = Study::open(log, options());
    std::stop_source stop;
    std::jthread interrupter([&stop] {
      sleep_a_little(20000);
      stop.request_stop();
    });
    const StopReason reason = study.optimize([](Trial& trial) { return curve(trial); },
                                             {.n_trials = 40, .n_jobs = 1 + runs % 4, .stop = stop.get_token()});
    done = reason == StopReason::budget;
    ASSERT_LT(runs, 1000);
  }
  EXPECT_EQ(fingerprints(Study::load(log, "study")), whole);
}

INSTANTIATE_TEST_SUITE_P(Parts, Repeatability,
                         ::testing::Values(Case{"random", "none", 1}, Case{"random", "median", 1},
                                           Case{"random", "median", 2}, Case{"random", "median", 3},
                                           Case{"cloning", "pausing", 1}, Case{"cloning", "pausing", 2},
                                           Case{"cloning", "pausing", 3}, Case{"auto", "auto", 1}),
                         [](const auto& instance) {
                           return fmt::format("{}_{}_{}", instance.param.sampler, instance.param.pruner,
                                              instance.param.seed);
                         });

// Exactly the units that were asked for, for any number of workers: those that trials report as they go.
TEST(ResourceBudget, IsUsedExactlyAndRepeatably) {
  register_testing_parts();
  for (const char* pruner : {"none", "median", "pausing"}) {
    for (const double budget : {5.0, 40.0, 203.0}) {
      SCOPED_TRACE(fmt::format("{}, {}", pruner, budget));
      std::vector<std::vector<std::string>> runs;
      for (const int jobs : {1, 2, 4}) {
        Study study = Study::open("memory://", {.space = small_space(),
                                                .resource = Resource{"epochs", 1, 9},
                                                .sampler = "cloning",
                                                .pruner = pruner,
                                                .window = Window{4}});
        std::int64_t units = 0;
        EXPECT_EQ(
            study.optimize(
                [](Trial& trial) { return curve(trial, 9, 100); },
                {.resource = budget, .n_jobs = jobs, .on_report = [&](const TrialRecord&, Decision) { ++units; }}),
            StopReason::budget);
        EXPECT_EQ(static_cast<double>(units), budget);
        const std::vector<TrialRecord> trials = study.trials();
        EXPECT_LE(std::count_if(trials.begin(), trials.end(),
                                [](const TrialRecord& trial) { return trial.why.starts_with("the budget ended"); }),
                  1);
        runs.push_back(fingerprints(study));
      }
      EXPECT_EQ(runs[1], runs[0]);
      EXPECT_EQ(runs[2], runs[0]);
    }
  }
}

// The last run of a design stands on all of its rows.
TEST(OrthogonalStudy, ConfirmsTheOptimumOfItsAnalysisForAnyNumberOfWorkers) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) space.add(name, Distribution::integer(0, 2));
  const auto run = [&](int jobs) {
    Study study = Study::open("memory://", {.space = space, .sampler = "orthogonal", .window = Window{4}});
    EXPECT_EQ(study.optimize(
                  [](Trial& trial) {
                    sleep_a_little(400);
                    return trial.rng("noise").uniform();
                  },
                  {.n_trials = 30, .n_jobs = jobs}),
              StopReason::exhausted);
    EXPECT_EQ(study.counts().complete, 10);
    const Snapshot everything = study.history();
    EXPECT_EQ(study.trials().back().params, analyse_factors(everything.history()).optimum);
    return fingerprints(study);
  };
  const std::vector<std::string> one = run(1);
  EXPECT_EQ(run(2), one);
  EXPECT_EQ(run(4), one);
}

// With results known a step later, a sampler that learns proposes something else: the window is really in force.
TEST(Window, OfFourSeesLessThanOfOne) {
  register_testing_parts();
  const auto run = [](std::int64_t window) {
    Study study = Study::open("memory://", {.space = small_space(), .sampler = "cloning", .window = Window{window}});
    (void)study.optimize([](Trial& trial) { return curve(trial, 1, 10); }, {.n_trials = 30});
    return fingerprints(study);
  };
  EXPECT_NE(run(1), run(4));
  EXPECT_EQ(run(4), run(4));
}

}  // namespace
}  // namespace vernier
