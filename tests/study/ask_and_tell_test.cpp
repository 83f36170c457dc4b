#include "vernier/study/study.hpp"

#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/factor_analysis.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

TEST(AskAndTell, NeverWaitsAndEndsEachTrialOnce) {
  auto study = Study::open("memory://", random_study());
  std::vector<Trial> asked = study.ask_batch(8);
  EXPECT_EQ(study.counts().running, 8);
  study.tell(asked[7].number(), 0.5);
  study.tell(asked[2], 0.25);
  study.tell(3, Outcome::failed("OOM"));
  EXPECT_EQ(study.best_trial()->number, 2);
  expect_error<InvalidState>([&] { study.tell(7, 1.0); }, "ended already");
  expect_error<NotFound>([&] { study.tell(99, 1.0); }, "no trial 99");
  expect_error<InvalidArgument>([&] { study.tell(1, std::vector<double>{1, 2}); }, "one for each objective");
  EXPECT_EQ(study.trial(3)->why, "OOM");
  EXPECT_EQ(study.tell(1, std::nan("")).state, TrialState::failed);
  EXPECT_EQ(study.counts().running, 4);
}

TEST(AskAndTell, ACostIsKeptWithTheTrial) {
  const auto log = make_memory_log();
  auto study = Study::open(log, random_study());
  (void)study.ask_batch(2);
  Outcome outcome = 0.5;
  for (const double wrong : {0.0, -1.0, std::nan("")}) {
    outcome.cost = wrong;
    expect_error<InvalidArgument>([&] { study.tell(0, outcome); }, "a number above 0");
  }
  outcome.cost = 12.5;
  study.tell(0, outcome);
  study.tell(1, 0.25);
  const auto trials = Study::load(log, "study").trials();
  EXPECT_EQ(trials[0].cost, 12.5);
  EXPECT_EQ(to_json(trials[0])["cost"], 12.5);
  EXPECT_EQ(trials[1].cost, std::nullopt);
}

TEST(AskAndTell, AnotherProcessMayReportAndTell) {
  const auto log = make_memory_log();
  auto study = Study::open(log, {.space = small_space(), .sampler = "random", .pruner = "median"});
  (void)study.ask();
  auto other = Study::load(log, "study");
  EXPECT_EQ(other.report(0, 1, {0.5}), Decision::keep);
  EXPECT_EQ(other.report(0, 2, {0.4}), Decision::keep);
  expect_error<InvalidArgument>([&] { (void)Study::load(log, "study").report(0, 2, {0.4}); }, "a step after 2");
  other.tell(0, 0.4);
  EXPECT_EQ(study.trial(0)->reports.size(), 2U);
  EXPECT_EQ(study.best_trial()->values, std::vector<double>{0.4});
}

TEST(AskAndTell, AValueToldAfterStopMakesTheTrialPruned) {
  auto study = Study::open("memory://", {.space = small_space(), .sampler = "random", .pruner = "median"});
  Decision said = Decision::keep;
  for (int i = 0; i < 30 && said == Decision::keep; ++i) {
    Trial trial = study.ask();
    for (int step = 1; step <= 7; ++step) said = study.report(trial.number(), step, {static_cast<double>(i)});
    const TrialRecord record = study.tell(trial.number(), static_cast<double>(i));
    EXPECT_EQ(record.state, said == Decision::stop ? TrialState::pruned : TrialState::complete);
    EXPECT_EQ(record.values, std::vector<double>{static_cast<double>(i)});
  }
  EXPECT_EQ(said, Decision::stop) << "every trial is worse than those before it";
}

TEST(AskAndTell, APausedTrialComesBackFromAsk) {
  register_testing_parts();
  auto study = Study::open("memory://", {.space = small_space(), .sampler = "random", .pruner = "pausing"});
  for (TrialNumber number = 0; number < 3; ++number) {
    Trial trial = study.ask();
    EXPECT_FALSE(trial.resume_from_step());
    for (int step = 1; step <= 3; ++step) (void)trial.report(step, 5.0 - static_cast<double>(number));
    EXPECT_EQ(trial.decision(), Decision::pause);
    EXPECT_EQ(study.tell(trial, 9.0).state, TrialState::paused);
  }
  Trial resumed = study.ask();
  EXPECT_EQ(resumed.number(), 2);
  EXPECT_EQ(resumed.resume_from_step(), 3);
  EXPECT_EQ(resumed.params(), study.trial(2)->params);
  // An objective without checkpoints begins at the beginning.
  for (int step = 1; step <= 5; ++step) EXPECT_EQ(resumed.report(step, 1.0), Decision::keep);
  EXPECT_EQ(study.tell(resumed, 0.5).state, TrialState::complete);
  EXPECT_EQ(study.trial(2)->reports.size(), 5U);
  EXPECT_EQ(study.trial(2)->reports[0].values[0], 3.0) << "what was reported before the pause stays";
  EXPECT_EQ(study.counts().total(), 3);
  EXPECT_EQ(study.counts().pruned_in_all(), 2);
}

TEST(AskAndTell, AColdReplaySeesWhatTheDecisionsSaw) {
  register_testing_parts();
  const auto log = make_memory_log();
  auto warm = Study::open(log, {.space = small_space(), .sampler = "cloning", .pruner = "median"});
  std::minstd_rand random(3);
  std::vector<Trial> open;
  for (int i = 0; i < 60; ++i) {
    // Each ask is answered once by the study that has seen everything and once by one that has just been loaded.
    Study cold = Study::load(log, "study");
    Study& answering = i % 2 == 0 ? warm : cold;
    open.push_back(answering.ask());
    if (random() % 3 == 0) continue;
    const std::size_t k = random() % open.size();
    warm.tell(open[k].number(), x_of(open[k]));
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(k));
  }
  const auto replica = make_memory_log();
  auto again = Study::open(replica, {.space = small_space(), .sampler = "cloning", .pruner = "median"});
  random.seed(3);
  open.clear();
  for (int i = 0; i < 60; ++i) {
    open.push_back(again.ask());
    if (random() % 3 == 0) continue;
    const std::size_t k = random() % open.size();
    again.tell(open[k].number(), x_of(open[k]));
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(k));
  }
  EXPECT_EQ(fingerprints(warm), fingerprints(again));
}

TEST(AskAndTell, TheRunThatConfirmsADesignComesAfterAllItsRows) {
  SearchSpace space;
  for (const char* name : {"a", "b", "c"}) space.add(name, Distribution::integer(0, 2));
  auto study = Study::open("memory://", {.space = space, .sampler = "orthogonal"});
  const std::vector<Trial> rows = study.ask_batch(9);
  for (std::size_t i = 0; i < 9; ++i) {
    expect_error<InvalidState>([&] { (void)study.ask(); }, "Tell what is still running");
    study.tell(rows[i], std::pow(static_cast<double>(i) - 3.3, 2));
  }
  EXPECT_EQ(study.ask().params(), analyse_factors(study.history().history()).optimum);
}

TEST(AskAndTell, ToldDataIsATrialThatDoesNotCountAgainstTheBudget) {
  auto study = Study::open("memory://", random_study());
  const ParamMap params{{"x", 2.0}, {"units", std::int64_t{8}}, {"kind", std::string("a")}};
  EXPECT_EQ(study.tell(params, 0.125).number, 0);
  expect_error<InvalidArgument>([&] { study.tell(ParamMap{{"x", 99.0}}, 0.1); }, "");
  (void)study.optimize([](Trial& trial) { return 10 + x_of(trial) * x_of(trial); }, {.n_trials = 5});
  EXPECT_EQ(study.counts().complete, 6);
  EXPECT_EQ(study.best_trial()->params, params);
  EXPECT_TRUE(study.trial(0)->enqueued) << "no sampler has proposed it";
}

TEST(AskAndTell, EnqueuedConfigurationsComeNextAndAreCompleted) {
  auto study = Study::open("memory://", random_study());
  study.enqueue({{"x", 1.5}, {"kind", std::string("b")}});
  study.enqueue({{"x", 2.5}});
  expect_error<InvalidArgument>([&] { study.enqueue({{"y", 1.0}}); }, "no parameter 'y'");
  expect_error<InvalidArgument>([&] { study.enqueue({{"x", 11.0}}); }, "out of range");
  expect_error<InvalidArgument>(
      [&] {
        study.enqueue({{"kind", std::string("a")}, {"extra", 0.5}});
      },
      "no configuration of the space");
  std::vector<double> xs;
  (void)study.optimize(
      [&](Trial& trial) {
        EXPECT_NO_THROW(small_space().check(trial.params(), "trial"));
        xs.push_back(x_of(trial));
        return 1.0;
      },
      {.n_trials = 3});
  EXPECT_EQ(xs[0], 1.5);
  EXPECT_EQ(xs[1], 2.5);
  EXPECT_TRUE(study.trial(0)->enqueued);
  EXPECT_FALSE(study.trial(2)->enqueued);
}

// Where one draw in some 10,000 completes it: what enqueue has taken can be run, whatever the trial's own stream draws.
TEST(AskAndTell, WhatWasEnqueuedCanBeCompletedBySomeStream) {
  std::int64_t only = 0;  // a value of n that enqueue finds
  const auto study_with = [&](std::uint64_t seed) {
    SearchSpace space;
    space.add("x", Distribution::integer(1, 2)).add("n", Distribution::integer(1, 20000));
    space.constrain(fmt::format("x == 2 or n == {}", only));
    return Study::open("memory://", {.space = space, .sampler = "random", .seed = seed});
  };
  for (bool taken = false; !taken;) {
    ASSERT_LT(++only, 40);
    try {
      study_with(0).enqueue({{"x", std::int64_t{1}}});
      taken = true;
    } catch (const InvalidArgument&) {
    }
  }
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    auto study = study_with(seed);
    study.enqueue({{"x", std::int64_t{1}}});
    (void)study.optimize([](Trial&) { return 1.0; }, {.n_trials = 1});
    EXPECT_EQ(study.trial(0)->params.at("n"), ParamValue(only)) << "seed " << seed;
  }
}

TEST(AskAndTell, ARunDoesNotWaitForWhatWasAsked) {
  StudyOptions options = random_study();
  options.window = Window{2};
  auto study = Study::open("memory://", options);
  Trial asked = study.ask();
  EXPECT_EQ(study.optimize([](Trial&) { return 1.0; }, {.n_trials = 6, .n_jobs = 2}), StopReason::budget);
  EXPECT_EQ(study.counts().complete, 5);
  study.tell(asked, 0.5);
  EXPECT_EQ(study.optimize([](Trial&) { return 1.0; }, {.n_trials = 9, .n_jobs = 2}), StopReason::budget);
  EXPECT_EQ(study.best_trial()->number, 0);
  EXPECT_EQ(study.counts().complete, 9);
}

TEST(AskAndTell, SeveralObjectivesHaveAFront) {
  auto study = Study::open("memory://", {.objectives = {{"error", Direction::minimize}, {"speed", Direction::maximize}},
                                         .space = small_space(),
                                         .sampler = "random"});
  for (const auto& [error, speed] : std::vector<std::pair<double, double>>{{1, 1}, {2, 3}, {3, 2}}) {
    study.tell(study.ask(), std::vector<double>{error, speed});
  }
  ASSERT_EQ(study.pareto().size(), 2U);
  EXPECT_EQ(study.pareto()[1].number, 1);
  expect_error<InvalidArgument>([&] { (void)study.best_trial(); }, "Pareto");
  expect_error<InvalidArgument>([&] { (void)study.recommend(); }, "Pareto");
}

}  // namespace
}  // namespace vernier
