// A study that begins with what earlier ones found.
#include "support.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/study/study.hpp"

namespace vernier {
namespace {

using ::testing::ElementsAre;

double distance(Trial& trial) {
  const auto& params = trial.params();
  const double x = std::get<double>(params.at("x"));
  const auto n = static_cast<double>(std::get<std::int64_t>(params.at("n")));
  return (x - 0.3) * (x - 0.3) + (n - 6) * (n - 6);
}

StudyOptions named(const std::string& name, std::vector<std::string> warm_start = {}) {
  SearchSpace space;
  space.add("x", Distribution::real(0, 1)).add("n", Distribution::integer(0, 9));
  return {.name = name, .space = std::move(space), .seed = 5, .warm_start = std::move(warm_start)};
}

std::vector<ParamMap> params_of(const Study& study) {
  std::vector<ParamMap> all;
  for (const TrialRecord& trial : study.trials()) all.push_back(trial.params);
  return all;
}

std::vector<ParamMap> best_three(const Study& study) {
  std::vector<TrialRecord> trials = study.trials();
  std::ranges::sort(trials, {}, [](const TrialRecord& trial) { return trial.values.at(0); });
  return {trials.at(0).params, trials.at(1).params, trials.at(2).params};
}

TEST(WarmStart, BeginsWithTheBestThreeOfTheEarlierStudy) {
  const auto log = make_memory_log();
  Study first = Study::open(log, named("first"));
  first.optimize(distance, {.n_trials = 20});
  Study second = Study::open(log, named("second", {"first"}));
  second.optimize(distance, {.n_trials = 6});
  const std::vector<ParamMap> params = params_of(second);
  EXPECT_EQ(std::vector<ParamMap>(params.begin(), params.begin() + 3), best_three(first));
  EXPECT_NE(params.at(3), params.at(0));
  EXPECT_THAT(second.options().warm_start, ElementsAre("first"));
}

// The search goes on from what was known when the study was made.
TEST(WarmStart, IsFrozenWhenTheStudyIsMade) {
  const auto log = make_memory_log();
  Study first = Study::open(log, named("first"));
  first.optimize(distance, {.n_trials = 10});
  const std::vector<ParamMap> known = best_three(first);
  (void)Study::open(log, named("second", {"first"}));
  first.tell({{"x", 0.3}, {"n", std::int64_t{6}}}, 0.0);
  remove_study(*log, "first");
  Study second = Study::load(log, "second");
  second.optimize(distance, {.n_trials = 3});
  EXPECT_EQ(params_of(second), known);
}

// A configuration that was good but violated a constraint is no start, in the process that made the study and in
// another.
TEST(WarmStart, KeepsWhichTrialsViolatedTheirConstraints) {
  const auto log = make_memory_log();
  Study first = Study::open(log, named("first"));
  first.optimize(
      [](Trial& trial) {
        const double x = std::get<double>(trial.params().at("x"));
        return Outcome::complete({x}, {0.5 - x});  // the least x that is allowed is 0.5
      },
      {.n_trials = 20});
  (void)Study::open(log, named("second", {"first"}));
  Study second = Study::load(log, "second");
  for (int k = 0; k < 3; ++k) EXPECT_GE(std::get<double>(second.ask().params().at("x")), 0.5);
}

TEST(WarmStart, RepeatsForAnyNumberOfWorkers) {
  std::vector<std::vector<ParamMap>> runs;
  for (const int jobs : {1, 2}) {
    const auto log = make_memory_log();
    Study first = Study::open(log, named("first"));
    first.optimize(distance, {.n_trials = 10});
    StudyOptions options = named("second", {"first"});
    options.window = Window{4};
    Study second = Study::open(log, options);
    second.optimize(distance, {.n_trials = 12, .n_jobs = jobs});
    runs.push_back(params_of(second));
  }
  EXPECT_EQ(runs[0], runs[1]);
}

TEST(WarmStart, IsCarriedOverToAnotherSpace) {
  const auto log = make_memory_log();
  Study first = Study::open(log, named("first"));
  first.tell({{"x", 0.9}, {"n", std::int64_t{7}}}, 1.0);
  SearchSpace narrower;
  narrower.add("x", Distribution::real(0, 0.5)).add("n", Distribution::integer(2, 8, false, 2));
  narrower.add("new", Distribution::categorical({std::string("a"), std::string("b")}));
  Study second = Study::open(log, {.name = "second", .space = narrower, .warm_start = {"first"}});
  const Trial trial = second.ask();
  EXPECT_EQ(std::get<double>(trial.params().at("x")), 0.5);
  EXPECT_EQ(std::get<std::int64_t>(trial.params().at("n")) % 2, 0);
  EXPECT_TRUE(narrower.find("new")->distribution.contains(trial.params().at("new")));
}

TEST(WarmStart, OfADefineByRunStudyEnds) {
  const auto log = make_memory_log();
  const auto objective = [](Trial& trial) {
    const double x = trial.suggest_float("x", 0, 1);
    return x > 0.5 ? trial.suggest_float("only sometimes", 0, 1) : x;
  };
  Study first = Study::open(log, {.name = "first"});
  first.optimize(objective, {.n_trials = 10});
  Study second = Study::open(log, {.name = "second", .warm_start = {"first"}});
  second.optimize(objective, {.n_trials = 12});
  std::set<double> different;
  for (const TrialRecord& trial : second.trials()) different.insert(std::get<double>(trial.params.at("x")));
  EXPECT_GE(different.size(), 4U);  // not the same one again and again
}

TEST(WarmStart, WhatDoesNotFitIsRefusedAndNothingIsMade) {
  const auto log = make_memory_log();
  (void)Study::open(log, named("first"));
  expect_error<NotFound>([&] { (void)Study::open(log, named("second", {"frist"})); }, "first");
  StudyOptions maximizing = named("second", {"first"});
  maximizing.direction = Direction::maximize;
  expect_error<InvalidArgument>([&] { (void)Study::open(log, maximizing); }, "its objectives differ");
  StudyOptions foreign = named("second", {"first"});
  foreign.space = SearchSpace().add("y", Distribution::real(0, 1));
  expect_error<InvalidArgument>([&] { (void)Study::open(log, foreign); }, "shares no parameter");
  EXPECT_FALSE(log->find_study("second"));
}

}  // namespace
}  // namespace vernier
