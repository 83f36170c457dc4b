#include "vernier/study/study.hpp"

#include <atomic>
#include <limits>

#include "../storages/support.hpp"
#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

using ::testing::HasSubstr;

TEST(Optimize, FindsTheTopOfAParabolaDefiningTheSpaceAsItRuns) {
  auto study = Study::open("memory://", {.name = "seed", .direction = Direction::maximize});
  const StopReason reason = study.optimize(
      [](Trial& trial) {
        const double x = trial.suggest_float("x", -10, 10);
        return -(x - 2) * (x - 2);
      },
      {.n_trials = 100, .n_jobs = 2});
  EXPECT_EQ(reason, StopReason::budget);
  EXPECT_NEAR(std::get<double>(study.best_trial()->params.at("x")), 2, 0.3);
  EXPECT_EQ(study.counts().complete, 100);
}

TEST(Optimize, TheSameCommandAgainAddsNothingAndAGreaterTotalContinues) {
  auto study = Study::open("memory://", random_study());
  std::atomic<int> calls = 0;
  const auto objective = [&](Trial&) {
    ++calls;
    return 1.0;
  };
  EXPECT_EQ(study.optimize(objective, {.n_trials = 10, .n_jobs = 3}), StopReason::budget);
  EXPECT_EQ(study.optimize(objective, {.n_trials = 10}), StopReason::budget);
  EXPECT_EQ(calls, 10);
  EXPECT_EQ(study.optimize(objective, {.n_trials = 15}), StopReason::budget);
  EXPECT_EQ(calls, 15);
}

TEST(Optimize, OutcomesOfAnObjective) {
  auto study = Study::open("memory://", random_study());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  (void)study.optimize(
      [&](Trial& trial) -> Outcome {
        switch (trial.number()) {
          case 0: return nan;
          case 1: return -std::numeric_limits<double>::infinity();
          case 2: throw std::runtime_error("out of memory");
          case 3: throw 7;
          case 4: throw TrialPruned{};
          case 5: return Outcome::pruned("no hope");
          case 6: return std::vector<double>{1, 2};
          case 7: EXPECT_EQ(trial.report(3, nan), Decision::stop); return 0.5;
          case 8: return Outcome::failed("loss became NaN at epoch 3");
          case 9: return Outcome::complete({0.5}, {-1, 2});
          default: return 1;
        }
      },
      {.n_trials = 11});
  const std::vector<TrialRecord> trials = study.trials();
  std::vector<std::string> seen;
  for (const TrialRecord& trial : trials) seen.push_back(fmt::format("{} {}", to_string(trial.state), trial.why));
  EXPECT_THAT(seen, ::testing::ElementsAre("failed value is NaN", "failed value is infinite", "failed out of memory",
                                           "failed unknown exception", "pruned ", "pruned no hope",
                                           HasSubstr("failed a trial ended with 2 values: expected 1"),
                                           "failed value became NaN at step 3", "failed loss became NaN at epoch 3",
                                           "complete ", "complete "));
  EXPECT_TRUE(trials[7].values.empty()) << "never scored";
  EXPECT_EQ(trials[9].constraints, (std::vector<double>{-1, 2}));
}

TEST(Optimize, TwentyFailuresInARowStopItAndTheNextRunTriesAgain) {
  auto study = Study::open("memory://", random_study());
  const auto failing = [](Trial&) -> Outcome { throw std::runtime_error("no GPU"); };
  EXPECT_EQ(study.optimize(failing, {.n_trials = 100}), StopReason::failures);
  EXPECT_EQ(study.counts().failed, 20);
  EXPECT_EQ(study.optimize([](Trial&) { return 1.0; }, {.n_trials = 100}), StopReason::budget);
  EXPECT_EQ(study.counts().complete, 80);
}

TEST(Optimize, StopsAtATargetAndAfterTrialsWithoutANewBest) {
  for (const int jobs : {1, 4}) {
    StudyOptions options = random_study();
    options.window = Window{4};
    auto study = Study::open("memory://", options);
    const auto countdown = [](Trial& trial) { return std::max(0.0, 10.0 - static_cast<double>(trial.number())); };
    EXPECT_EQ(study.optimize(countdown, {.n_trials = 100, .n_jobs = jobs, .target = 6}), StopReason::target);
    EXPECT_EQ(study.counts().total(), 4 + 4) << "trial 4 reaches 6; assignment 8 is the first to see it";
    EXPECT_EQ(study.optimize(countdown, {.n_trials = 100, .n_jobs = jobs, .patience_trials = 5}), StopReason::patience);
    EXPECT_EQ(study.counts().total(), 10 + 5 + 4);
    EXPECT_EQ(study.optimize(countdown, {.n_trials = 100, .patience_trials = 5}), StopReason::patience);
    EXPECT_EQ(study.counts().total(), 10 + 5 + 4) << "the same command again adds nothing";
  }
}

TEST(Optimize, TheLastTrialEndsWithTheBudgetOfTheResourceAndItsValueCounts) {
  StudyOptions options = random_study();
  const auto objective = [](Trial& trial) -> Outcome {
    double step = 1;
    while (trial.report(step, 10 - step) == Decision::keep && step < 9) ++step;
    return 10 - step;
  };
  auto without = Study::open("memory://", options);
  expect_error<InvalidArgument>([&] { (void)without.optimize(objective, {.resource = 13.0}); }, "Resource{");

  options.resource = Resource{"epochs", 1, 9};
  auto study = Study::open("memory://", options);
  EXPECT_EQ(study.optimize(objective, {.resource = 13.0}), StopReason::budget);
  EXPECT_EQ(study.optimize(objective, {.resource = 13.0}), StopReason::budget);
  std::vector<TrialRecord> trials = study.trials();
  ASSERT_EQ(trials.size(), 2U);
  EXPECT_EQ(trials[0].reports.size(), 9U);
  EXPECT_EQ(trials[0].why, "");
  EXPECT_EQ(trials[1].reports.size(), 4U);
  EXPECT_EQ(trials[1].state, TrialState::complete);
  EXPECT_EQ(trials[1].values, std::vector<double>{6});
  EXPECT_EQ(trials[1].why, "the budget ended at step 4");
  EXPECT_EQ(study.optimize(objective, {.resource = 22.0}), StopReason::budget);
  trials = study.trials();
  ASSERT_EQ(trials.size(), 3U);
  EXPECT_EQ(trials[2].reports.size(), 9U);
  EXPECT_EQ(study.resource_used(), 22);
}

TEST(Optimize, WhatViolatesAConstraintReachesNoTarget) {
  auto study = Study::open("memory://", random_study());
  const auto objective = [](Trial& trial) { return Outcome::complete({1.0}, {trial.number() < 5 ? 0.5 : -0.5}); };
  EXPECT_EQ(study.optimize(objective, {.n_trials = 20, .target = 1}), StopReason::target);
  EXPECT_EQ(study.counts().total(), 6);
}

TEST(Optimize, AReasonInAnyEncodingIsKept) {
  const TemporaryFolder folder;
  auto study = Study::open("sqlite:///" + folder.file("study.db"), random_study());
  (void)study.optimize(
      [](Trial& trial) -> Outcome {
        if (trial.number() == 0) throw std::runtime_error("caf\xe9 not found");
        return 1.0;
      },
      {.n_trials = 2});
  EXPECT_EQ(study.counts().complete, 1);
  const std::vector<TrialRecord> stored = Study::load("sqlite:///" + folder.file("study.db"), "study").trials();
  EXPECT_THAT(stored.at(0).why, ::testing::AllOf(::testing::StartsWith("caf"), ::testing::EndsWith(" not found")));
}

TEST(Optimize, TheWindowIsThatOfTheFirstRunUnlessGiven) {
  const auto log = make_memory_log();
  auto study = Study::open(log, random_study());
  EXPECT_FALSE(study.options().window);
  std::atomic<int> running = 0;
  std::atomic<bool> met = false;
  const auto objective = [&](Trial&) {
    ++running;
    for (int i = 0; i < 5000 && !met; ++i) {
      met = met || running == 2;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    --running;
    return 1.0;
  };
  (void)study.optimize(objective, {.n_trials = 4, .n_jobs = 2});
  EXPECT_TRUE(met) << "two trials at a time";
  EXPECT_EQ(Study::load(log, "study").options().window, Window{4});
  (void)study.optimize([](Trial&) { return 1.0; }, {.n_trials = 6});
  EXPECT_EQ(Study::load(log, "study").options().window, Window{4});
}

TEST(Optimize, ATimeoutEndsTrialsThatAskAndTheNextRunRepeatsThem) {
  auto study = Study::open("memory://", random_study());
  const auto forever = [](Trial& trial) -> Outcome {
    for (double step = 1;; ++step) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      (void)trial.report(step, 1.0);
    }
  };
  EXPECT_EQ(study.optimize(forever, {.timeout = std::chrono::milliseconds(60)}), StopReason::timeout);
  EXPECT_EQ(study.counts().running, 1);
  std::int64_t attempt = 0;
  (void)study.optimize(
      [&](Trial& trial) {
        attempt = trial.attempt();
        (void)trial.report(1, 5.0);
        return 5.0;
      },
      {.n_trials = 1});
  EXPECT_EQ(attempt, 1);
  EXPECT_EQ(study.trials().at(0).reports, (std::vector<Report>{{1, {5.0}}}));
}

TEST(Optimize, AFiniteSpaceIsExhausted) {
  SearchSpace space;
  space.add("units", Distribution::ordinal({std::int64_t{16}, std::int64_t{32}, std::int64_t{64}}));
  auto study = Study::open("memory://", {.space = space, .sampler = "grid"});
  EXPECT_EQ(study.optimize([](Trial&) { return 1.0; }, {.n_trials = 100, .n_jobs = 2}), StopReason::exhausted);
  EXPECT_EQ(study.counts().complete, 3);
  expect_error<InvalidState>([&] { (void)study.ask(); }, "exhausted");
}

TEST(Optimize, HooksSeeEveryTrialAndReport) {
  auto study = Study::open("memory://", random_study());
  int started = 0;
  int reported = 0;
  int ended = 0;
  (void)study.optimize(
      [](Trial& trial) { return curve(trial, 5, 10); },
      {.n_trials = 10,
       .n_jobs = 3,
       .on_start = [&](const TrialRecord& record) { started += record.params.count("x") == 1 ? 1 : 0; },
       .on_report = [&](const TrialRecord&, Decision) { ++reported; },
       .on_end = [&](const TrialRecord& record) { ended += finished(record.state) ? 1 : 0; }});
  EXPECT_EQ(started, 10);
  EXPECT_EQ(reported, 50);
  EXPECT_EQ(ended, 10);
}

TEST(Suggest, RepeatsAValueAndRefusesOtherBounds) {
  auto study = Study::open("memory://", {.sampler = "random"});
  Trial trial = study.ask();
  const double x = trial.suggest_float("x", 0, 1);
  EXPECT_EQ(trial.suggest_float("x", 0, 1), x);
  expect_error<InvalidArgument>([&] { (void)trial.suggest_float("x", 0, 2); }, "asked before in the same trial");
  const std::int64_t n = trial.suggest_int("n", 1, 8, {.step = 7});
  EXPECT_TRUE(n == 1 || n == 8);
  EXPECT_THAT(trial.suggest_categorical("act", {"relu", "tanh"}), ::testing::AnyOf("relu", "tanh"));
  EXPECT_EQ(trial.params().size(), 3U);
  EXPECT_EQ(study.tell(trial.number(), 1.0).distributions.size(), 3U);
}

TEST(Suggest, UnseenNamesComeFromSeedTrialAndName) {
  const auto values = [](bool reversed) {
    auto study = Study::open("memory://", {.sampler = "random", .seed = 5});
    Trial trial = study.ask();
    double a = 0;
    double b = 0;
    if (reversed) b = trial.suggest_float("b", 0, 1);
    a = trial.suggest_float("a", 0, 1);
    if (!reversed) b = trial.suggest_float("b", 0, 1);
    return std::pair(a, b);
  };
  EXPECT_EQ(values(false), values(true));
}

TEST(Suggest, TheSamplerGetsTheUnionOfWhatWasSeen) {
  auto study = Study::open("memory://", {.sampler = "random"});
  for (int i = 0; i < 2; ++i) {
    Trial trial = study.ask();
    (void)trial.suggest_int("layers", 1, i == 0 ? 2 : 4);
    (void)trial.suggest_categorical(i == 0 ? "first" : "second", {"a", "b"});
    study.tell(trial, 1.0);
  }
  const Snapshot snapshot = study.history();
  const SearchSpace& space = *snapshot.history().space;
  ASSERT_EQ(space.size(), 3U);
  EXPECT_EQ(space.find("layers")->distribution, Distribution::integer(1, 4));
  EXPECT_NE(space.find("first"), nullptr);
  EXPECT_NE(space.find("second"), nullptr);
}

TEST(Suggest, InADeclaredStudyMatchesTheDeclaration) {
  auto study = Study::open("memory://", random_study());
  Trial trial = study.ask();
  EXPECT_EQ(trial.suggest_float("x", -10, 10), x_of(trial));
  expect_error<InvalidArgument>([&] { (void)trial.suggest_float("x", -5, 5); }, "as declared");
  expect_error<InvalidArgument>([&] { (void)trial.suggest_int("unit", 1, 64); }, "Did you mean 'units'?");
  while (trial.params().contains("extra")) trial = study.ask();
  expect_error<InvalidArgument>([&] { (void)trial.suggest_float("extra", 0, 1); }, "not active");
}

TEST(Assignments, BeginAndEndInTheOrderOfTheLog) {
  auto study = Study::open("memory://", random_study());
  const Trial first = study.ask(), second = study.ask();
  study.tell(second, 1.0);
  study.tell(second.params(), 2.0);  // from elsewhere
  const std::vector<AssignmentSpan> spans = study.assignments();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].trial, first.number());
  EXPECT_EQ(spans[0].ended, 0);
  EXPECT_EQ(spans[0].state, TrialState::running);
  EXPECT_LT(spans[0].begun, spans[1].begun);
  EXPECT_LT(spans[1].begun, spans[1].ended);
  EXPECT_EQ(spans[1].state, TrialState::complete);
}

}  // namespace
}  // namespace vernier
