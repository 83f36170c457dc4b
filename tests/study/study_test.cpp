#include "vernier/study/study.hpp"

#include <atomic>
#include <limits>

#include "../storages/support.hpp"
#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/importance/factor_analysis.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/testing/parts.hpp"

namespace vernier {
namespace {

using ::testing::HasSubstr;

StudyOptions random_study() { return {.space = small_space(), .sampler = "random", .pruner = "none"}; }

double x_of(const Trial& trial) { return std::get<double>(trial.params().at("x")); }

template <class Error, class Call>
void expect_error(const Call& call, const std::string& text) {
  try {
    call();
    ADD_FAILURE() << "nothing was thrown; expected: " << text;
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr(text));
  }
}

// ---- optimize

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

// ---- what a trial suggests

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

// ---- ask and tell

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
}

// ---- opening

TEST(Opening, AnotherProblemIsRefusedWithWhatChanged) {
  const auto log = make_memory_log();
  (void)Study::open(log, random_study());
  StudyOptions other = random_study();
  other.space->add("depth", Distribution::integer(1, 3));
  other.direction = Direction::maximize;
  try {
    (void)Study::open(log, other);
    ADD_FAILURE();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), ::testing::AllOf(HasSubstr("depth"), HasSubstr("maximize"), HasSubstr("'study-2'")));
  }
}

TEST(Opening, KeepsWhatTheStudyWasMadeWithAndSaysSo) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  options.seed = 7;
  (void)Study::open(log, options);
  options.sampler = "qmc";
  options.seed = 8;
  const Study study = Study::open(log, options);
  EXPECT_EQ(study.options().sampler.name, "random");
  EXPECT_EQ(study.options().seed, 7U);
  EXPECT_EQ(study.notes().size(), 2U);
  EXPECT_THAT(study.notes().at(0), HasSubstr("qmc is not taken over"));
  EXPECT_TRUE(Study::open(log, random_study()).notes().empty());
}

TEST(Opening, RefusesWhatASamplerOrPrunerCannotTake) {
  StudyOptions options = random_study();
  options.sampler = "grid";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); }, "");
  options.sampler = "randon";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); }, "Did you mean 'random'?");
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", {.name = " "}); }, "no name");
  expect_error<NotFound>([&] { (void)Study::load("memory://", "x"); }, "there is no study 'x'");
}

TEST(Opening, ADesignThatCannotBeMadeIsRefusedBeforeAnythingIsWritten) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  std::vector<ParamValue> many;
  for (std::int64_t i = 0; i < 65; ++i) many.emplace_back(i);
  options.space = SearchSpace().add("x", Distribution::categorical(many));
  options.sampler = "orthogonal";
  expect_error<InvalidArgument>([&] { (void)Study::open(log, options); }, "at most 64 values");
  options.space = SearchSpace().add("x", Distribution::real(0, 1)).add("y", Distribution::real(0, 1));
  options.sampler = {"orthogonal", {{"then", "grid"}}};
  expect_error<InvalidArgument>([&] { (void)Study::open(log, options); }, "no finite number of values");
  options.space = SearchSpace().add("x", Distribution::integer(1, 1000)).add("y", Distribution::integer(1, 1000));
  options.sampler = "grid";
  expect_error<Unsupported>([&] { (void)Study::open(log, options); }, "more than 100000 configurations");
  EXPECT_TRUE(log->studies().empty());
}

TEST(Opening, ADesignAndAPrunerExcludeEachOther) {
  StudyOptions options = random_study();
  options.sampler = "orthogonal";
  options.pruner = "median";
  expect_error<InvalidArgument>([&] { (void)Study::open("memory://", options); },
                                "sampler 'orthogonal' needs every trial run to its end");
  options.pruner = "auto";
  EXPECT_EQ(Study::open("memory://", options).options().pruner.name, "none");
}

TEST(Opening, ABrokenLogIsBadData) {
  const auto log = make_memory_log();
  (void)Study::open(log, random_study());
  const StudyId id = log->find_study("study").value();
  for (const EventType type : {EventType::enqueued, EventType::attribute}) {
    Event event;
    event.type = type;
    ASSERT_TRUE(log->append(id, {&event, 1}, {}));
    expect_error<BadData>([&] { (void)Study::load(log, "study"); }, "does not fit");
  }
}

TEST(Managing, ListsRenamesCopiesAndRemoves) {
  const auto log = make_memory_log();
  StudyOptions options = random_study();
  options.name = "digits";
  auto study = Study::open(log, options);
  for (int i = 0; i < 3; ++i) study.tell(study.ask(), 3.0 - i);
  (void)study.ask();
  copy_study(*log, "digits", "copy");
  rename_study(*log, "digits", "numbers");
  expect_error<InvalidState>([&] { rename_study(*log, "copy", "numbers"); }, "'numbers' already");
  expect_error<NotFound>([&] { remove_study(*log, "number"); }, "Did you mean 'numbers'?");
  const std::vector<StudySummary> all = list_studies(*log);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "copy");
  EXPECT_EQ(all[0].counts.complete, 3);
  EXPECT_EQ(all[0].counts.running, 1);
  EXPECT_EQ(all[0].best, 2);
  EXPECT_EQ(all[0].best_values, std::vector<double>{1.0});
  remove_study(*log, "copy");
  EXPECT_EQ(list_studies(*log).size(), 1U);
}

TEST(Attributes, OfStudyAndTrial) {
  const auto log = make_memory_log();
  auto study = Study::open(log, random_study());
  study.set_attribute("data", "optdigits");
  Trial trial = study.ask();
  trial.set_attribute("epochs", 12);
  study.tell(trial, 1.0);
  expect_error<InvalidState>([&] { trial.set_attribute("late", 1); }, "lease lost");
  const Study again = Study::load(log, "study");
  EXPECT_EQ(again.attributes(), Json({{"data", "optdigits"}}));
  EXPECT_EQ(again.trial(0)->attributes, Json({{"epochs", 12}}));
}

}  // namespace
}  // namespace vernier
