#include "vernier/benchmark/contest.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

/// Losses (x - 7)^2 + 1 over x = 0 to 19, without noise.
Json parabola() {
  Json results = Json::array();
  for (int x = 0; x < 20; ++x) results.push_back(Json::array({(x - 7) * (x - 7) + 1}));
  return {
      {"name", "parabola"}, {"parameters", {{"x", {{"min", 0}, {"max", 19}, {"type", "int"}}}}}, {"results", results}};
}

/// Two configurations with two trainings each, three steps a curve.
Json curves() {
  return {{"name", "curves"},
          {"objective", {{"name", "accuracy"}, {"direction", "maximize"}}},
          {"resource", {{"name", "epochs"}, {"min", 1}, {"max", 3}}},
          {"parameters", {{"kind", {{"values", {"a", "b"}}}}}},
          {"results", {{{0.1, 0.5, 0.4}, {0.1, 0.3, 0.3}}, {{0.7, 0.8, 0.9}, {0.7, nullptr}}}}};
}

TEST(RecordedTask, KnowsTheTruth) {
  const RecordedTask task = RecordedTask::from_json(parabola(), "test");
  EXPECT_EQ(task.truth({{"x", std::int64_t{9}}}), 5);
  EXPECT_EQ(task.regret({{"x", std::int64_t{7}}}), 0);
  EXPECT_DOUBLE_EQ(task.regret({{"x", std::int64_t{12}}}), 1);  // the tenth and the eleventh of twenty
  const RecordedTask curve = RecordedTask::from_json(curves(), "test");
  EXPECT_DOUBLE_EQ(curve.truth({{"kind", std::string("a")}}), 0.4);  // the means of the best of each curve
  EXPECT_DOUBLE_EQ(curve.truth({{"kind", std::string("b")}}), 0.9);  // the other diverged
  EXPECT_DOUBLE_EQ(curve.regret({{"kind", std::string("b")}}), 0);
}

TEST(RecordedTask, TheBundledOneCanBeRead) {
  const RecordedTask& task = RecordedTask::bundled();
  EXPECT_EQ(task.file().objectives.size(), 1);
  EXPECT_TRUE(task.file().resource.has_value());
  EXPECT_GT(task.file().space.size(), 3);
}

TEST(RecordedTask, RefusesWhatIsNoTable) {
  const auto refused = [](Json json) {
    EXPECT_THROW((void)RecordedTask::from_json(std::move(json), "t"), InvalidArgument);
  };
  refused(Json::array());
  Json json = parabola();
  json["results"].erase(3);
  refused(json);
  json = parabola();
  json["results"][3] = Json::array();
  refused(json);
  json = parabola();
  json["results"][3] = {"x"};
  refused(json);
  json = parabola();
  json["results"][3] = {{1, 2}};  // a curve without a resource
  refused(json);
  json = parabola();
  json["parameters"]["y"] = {{"min", 0.0}, {"max", 1.0}};
  refused(json);
  json = parabola();
  json["parameters"]["y"] = {{"min", 0}, {"max", 4000000000}, {"type", "int"}};
  refused(json);
  json = parabola();
  json["tabel"] = 3;
  refused(json);
}

Contest contest_on(const RecordedTask& task, int jobs) {
  return hold_contest({problem_of(task)}, {{"random"}, {"grid"}}, {.trainings = 12, .seeds = 4, .jobs = jobs});
}

TEST(Contest, DoesNotDependOnTheNumberOfJobs) {
  const RecordedTask task = RecordedTask::from_json(parabola(), "test");
  const Contest one = contest_on(task, 1);
  const Contest three = contest_on(task, 3);
  ASSERT_EQ(one.runs.size(), 8);
  ASSERT_EQ(three.runs.size(), 8);
  for (std::size_t k = 0; k < 8; ++k) {
    EXPECT_EQ(one.runs[k].curve, three.runs[k].curve);
    EXPECT_EQ(one.runs[k].seed, three.runs[k].seed);
    EXPECT_TRUE(std::is_sorted(one.runs[k].curve.rbegin(), one.runs[k].curve.rend()));
  }
}

TEST(Contest, RanksTheBetterOneFirst) {
  const RecordedTask task = RecordedTask::from_json(parabola(), "test");
  const Contest contest =
      hold_contest({problem_of(task)}, {{"random"}, {"tpe"}}, {.trainings = 30, .seeds = 6, .first_seed = 5});
  EXPECT_EQ(contest.runs[0].seed, 5);
  const ContestResult result = judge(contest, Rng(1));
  EXPECT_EQ(result.blocks, 6);
  EXPECT_LE(result.ranks[1].mean, result.ranks[0].mean);
  EXPECT_DOUBLE_EQ(result.ranks[0].mean + result.ranks[1].mean, 3);
  EXPECT_EQ(result.scores[0][1].curve.size(), 30);
  EXPECT_EQ(result.scores[0][1].last.mean, result.scores[0][1].curve.back());
  EXPECT_EQ(result.scores[0][0].trials, 30);
}

// With a pruner the budget is epochs: six trainings of three epochs.
TEST(Contest, WithAPrunerTheBudgetIsTheResource) {
  const RecordedTask task = RecordedTask::from_json(curves(), "test");
  const Contest contest = hold_contest({problem_of(task)}, {{"random"}, {"random", "median"}, {"random", "asha"}},
                                       {.trainings = 6, .seeds = 3});
  for (const ContestRun& run : contest.runs) {
    EXPECT_EQ(run.curve.size(), 6);
    EXPECT_GE(run.trials, 6);
  }
  EXPECT_EQ(contest.contenders[2].name(), "random, asha");
}

TEST(Contest, ReportsProgressAndStops) {
  const RecordedTask task = RecordedTask::from_json(parabola(), "test");
  std::stop_source stop;
  std::size_t last = 0;
  const Contest contest = hold_contest(
      {problem_of(task)}, {{"random"}},
      {.trainings = 5, .seeds = 10, .stop = stop.get_token(), .on_run = [&](std::size_t done, std::size_t all) {
         EXPECT_EQ(all, 10);
         EXPECT_EQ(done, ++last);
         if (done == 4) stop.request_stop();
       }});
  EXPECT_EQ(contest.runs.size(), 4);
  EXPECT_EQ(judge(contest, Rng(1)).blocks, 4);
  EXPECT_THROW((void)judge({contest.problems, contest.contenders, {}}, Rng(1)), InvalidState);
}

TEST(Contest, AClonePaysForItsOwnStepsAlone) {
  BenchmarkProblem problem = problem_of(RecordedTask::bundled());
  double best = 0;
  problem.search = [&, search = problem.search](Study& study, OptimizeOptions options) {
    const StopReason reason = search(study, std::move(options));
    best = problem.score(study.best_trial().value());
    return reason;
  };
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Contest contest = hold_contest({problem}, {{"pbt", {"pbt", {{"population", 4}, {"interval", 1}}}}},
                                         {.trainings = 8, .seeds = 1, .first_seed = seed});
    EXPECT_EQ(contest.runs.at(0).curve.back(), best) << "what was found with the last of the budget counts";
  }
}

}  // namespace
}  // namespace vernier
