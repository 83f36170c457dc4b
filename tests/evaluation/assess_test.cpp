#include "vernier/evaluation/assess.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <fmt/core.h>

#include "tests/cli/small_task.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/evaluation/repeats.hpp"
#include "vernier/math/statistics.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/tune/stored_plan.hpp"

namespace vernier::evaluation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AssessTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        fmt::format("vernier-assess-{}-{}", ::getpid(), testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    write_file(folder_ / "small.csv", cli::small_table(200));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] tune::Plan plan(const std::vector<cli::Exchange>& exchanges = {}) const {
    std::vector<cli::Exchange> all{{"units: 8", "units: {min: 2, max: 16}"},
                                   {"learning_rate: 0.01", "learning_rate: {min: 0.001, max: 0.1, log: true}"}};
    all.insert(all.end(), exchanges.begin(), exchanges.end());
    return tune::plan_experiment(
        experiment_from_json(yaml_to_json(cli::small_experiment(all), "small"), "small", folder_), 1);
  }
  /// A study of `trials` trials on disk.
  [[nodiscard]] Study tuned(const tune::Plan& plan, std::int64_t trials, const std::string& sampler = "tpe") const {
    (void)tune::run(plan, {.storage = url(), .trials = trials, .sampler = sampler, .pruner = "none", .seed = 1});
    return Study::load(url(), "small");
  }
  [[nodiscard]] std::string url() const { return "sqlite:///" + (folder_ / "s.db").string(); }
  std::filesystem::path folder_;
};

/// Without what the clock and the machine say.
Json timeless(const Assessment& assessment) {
  Json json = to_json(assessment);
  json.erase("cost");
  return json;
}

TEST_F(AssessTest, TheSameNumbersForAnyNumberOfJobsAndKeptWithTheStudy) {
  const tune::Plan made = plan();
  const Study study = tuned(made, 6);
  std::int64_t steps = 0;
  AssessHooks hooks;
  hooks.on_step = [&](std::string_view, std::int64_t, std::int64_t) { ++steps; };
  const Assessment one = assess(made, study, {.repeats = 3, .finalists = 2}, hooks);
  const Assessment two =
      assess(tune::plan_of(Study::load(url(), "small")), study, {.repeats = 3, .finalists = 2, .jobs = 3});
  EXPECT_EQ(timeless(one), timeless(two));
  EXPECT_EQ(Study::load(url(), "small").attributes()["assessment"], to_json(two));

  std::vector<std::string> names;
  for (const Contender& contender : one.contenders) names.push_back(contender.name);
  ASSERT_EQ(names.size(), 4U);
  EXPECT_THAT(names[2], "random search");
  EXPECT_THAT(names[3], "default settings");
  EXPECT_EQ(one.find(Role::recommended)->name, names[0]);
  EXPECT_EQ(one.find(Role::finalist)->name, names[1]);
  // random search spends the epochs of the study: 6 trials of 3, the same
  EXPECT_EQ(one.search.epochs, 18);
  EXPECT_EQ(one.random_budget.back().trials, 6);
  EXPECT_EQ(one.random_budget.back().epochs, 18);
  EXPECT_EQ(one.study_budget.back().trials, 6);
  for (const BudgetPoint& point : one.random_budget) {
    EXPECT_LE(*point.low, point.value);
    EXPECT_GE(*point.high, point.value);
  }
  EXPECT_EQ(steps, 6 + 4 * 3);
  double epochs = 18;
  for (const Contender& contender : one.contenders) {
    for (const Repeat& repeat : contender.repeats) epochs += static_cast<double>(repeat.epochs);
  }
  EXPECT_EQ(one.assessment.epochs, epochs);
  EXPECT_THAT(one.notes, IsEmpty());
}

TEST_F(AssessTest, ARepeatIsTheTrainingOfItsSeed) {
  const tune::Plan made = plan();
  const Study study = tuned(made, 4);
  const Assessment assessment = assess(made, study, {.repeats = 2, .random_search = false});
  const Contender& recommended = *assessment.find(Role::recommended);
  const TrialRecord trial = study.recommend()->trial;
  EXPECT_EQ(recommended.trial, trial.number);
  EXPECT_EQ(recommended.value, trial.values[0]);
  for (std::size_t repeat = 0; repeat < 2; ++repeat) {
    const std::uint64_t seed = Rng(1).split("assessment").split(repeat).next64();
    tune::TrainedModel model = made.task->train(made.experiment.configure(trial.params), made.experiment.goal, seed);
    EXPECT_EQ(recommended.repeats[repeat].validation, model.value);
    EXPECT_EQ(recommended.repeats[repeat].test, made.task->test(model.model, made.task->predict_test(model.model)));
  }
  const Gain& gain = assessment.gains.front();
  EXPECT_EQ(gain.over, "default settings");
  EXPECT_EQ(gain.metric, "accuracy");
  std::vector<double> differences;
  for (std::size_t repeat = 0; repeat < 2; ++repeat) {
    differences.push_back(recommended.repeats[repeat].test.at("accuracy") -
                          assessment.find(Role::default_settings)->repeats[repeat].test.at("accuracy"));
  }
  EXPECT_NEAR(gain.mean, mean(differences), 1e-12) << "above 0 is better";
  EXPECT_NEAR(assessment.optimism->repeated,
              (recommended.repeats[0].validation + recommended.repeats[1].validation) / 2, 1e-12);
}

TEST_F(AssessTest, RefitTrainsOnAllRowsForTheBestEpochs) {
  const tune::Plan table = tune::plan_table({{"path", "small.csv"}, {"target", "t"}}, folder_, 1);
  (void)tune::run(table, {.storage = url(), .study = "small", .epochs = 30, .seed = 1});
  const Study study = Study::load(url(), "small");
  const tune::Plan made = tune::plan_of(study);
  EXPECT_TRUE(made.refit);
  const Assessment assessment = assess(made, study, {.repeats = 1, .random_search = false});
  EXPECT_TRUE(assessment.refit);
  const TrialRecord trial = study.recommend()->trial;
  const Configuration configuration = made.experiment.configure(trial.params);
  const std::uint64_t seed = Rng(1).split("assessment").split(0).next64();
  const tune::TrainedModel first = made.task->train(configuration, made.experiment.goal, seed);
  const tune::TrainingStage stage{configuration, first.best_epoch + 1, seed};
  nn::Model again = *made.task->refit({&stage, 1});
  const Repeat& repeat = assessment.find(Role::recommended)->repeats[0];
  EXPECT_EQ(repeat.test, made.task->test(again, made.task->predict_test(again)));
  EXPECT_EQ(repeat.epochs, first.epochs + first.best_epoch + 1);
}

TEST_F(AssessTest, NestedCrossValidationRepeatsTheSearchInEachFold) {
  const tune::Plan made = plan();
  const Study study = tuned(made, 3);
  std::int64_t searched = 0;
  AssessHooks hooks;
  hooks.on_step = [&](std::string_view phase, std::int64_t, std::int64_t) { searched += phase == "nested" ? 1 : 0; };
  const Assessment one = assess(made, study, {.repeats = 1, .random_search = false, .nested = 4}, hooks);
  EXPECT_EQ(searched, 4 * 3);
  ASSERT_TRUE(one.nested.has_value());
  EXPECT_EQ(one.nested->gains.size(), 4U);
  EXPECT_DOUBLE_EQ(one.nested->mean, mean(one.nested->gains));
  EXPECT_THAT(statement(one), testing::Contains(HasSubstr("repeated in 4 folds")));
  EXPECT_EQ(to_json(assessment_from_json(to_json(one))), to_json(one));
  const Assessment two = assess(made, study, {.repeats = 1, .random_search = false, .nested = 4, .jobs = 2});
  EXPECT_EQ(one.nested->gains, two.nested->gains);

  // a fold by hand: its rows are the test part of a plan of its own
  Experiment experiment = made.experiment;
  experiment.data["test"] = {{"rows", "i % 4 == 2"}};
  const tune::Plan fold = tune::plan_experiment(experiment, 1);
  const std::uint64_t seed = Rng(1).split("nested").split(2).next64();
  (void)tune::run(fold,
                  {.storage = url(), .study = "fold", .trials = 3, .sampler = "tpe", .pruner = "none", .seed = seed});
  const TrialRecord trial = Study::load(url(), "fold").recommend()->trial;
  std::vector<Entry> entries(1);
  entries[0].configuration = fold.experiment.configure(trial.params);
  entries[0].goal = fold.experiment.goal;
  run_repeats(*fold.task, fold.experiment.goal, entries, {.seed = seed});
  const double ours = entries[0].contender.repeats[0].test.at("accuracy");
  const Experiment document = experiment_from_json(tune::document_experiment(fold.task->profile()), "document", {});
  tune::TrainedModel plain =
      fold.task->train(document.configure({}), document.goal, Rng(seed).split("assessment").split(0).next64());
  const double theirs = fold.task->test(plain.model, fold.task->predict_test(plain.model)).at("accuracy");
  EXPECT_NEAR(one.nested->gains[2], ours - theirs, 1e-12);
}

TEST_F(AssessTest, InterruptedItKeepsNothing) {
  const tune::Plan made = plan();
  Study study = tuned(made, 3);
  std::stop_source stop;
  AssessHooks hooks;
  hooks.stop = stop.get_token();
  hooks.on_step = [&](std::string_view phase, std::int64_t, std::int64_t) {
    if (phase == "repeats") stop.request_stop();
  };
  EXPECT_THROW((void)assess(made, study, {.repeats = 2}, hooks), StopRequested);
  EXPECT_FALSE(study.attributes().contains("assessment"));
}

TEST_F(AssessTest, AStudyWithoutATrialHasTheDefaultSettingsAlone) {
  const tune::Plan made = plan();
  const Assessment assessment = assess(made, tuned(made, 0), {.repeats = 2});
  EXPECT_EQ(assessment.contenders.size(), 1U);
  EXPECT_THAT(assessment.gains, IsEmpty());
  EXPECT_THAT(assessment.notes, ElementsAre(HasSubstr("No trial of the study has completed")));
  EXPECT_THAT(statement(assessment), IsEmpty());
}

TEST_F(AssessTest, OneTrialAndOneSeedSayWhatIsMissing) {
  const tune::Plan made = plan();
  const Assessment assessment = assess(made, tuned(made, 1), {.repeats = 1, .baseline_trials = 2});
  EXPECT_THAT(assessment.notes, ElementsAre(HasSubstr("--repeats 10")));
  EXPECT_EQ(assessment.random_budget.back().trials, 2);
  EXPECT_FALSE(assessment.optimism.has_value());
  EXPECT_FALSE(assessment.outlook.has_value());
  EXPECT_EQ(assessment.gains.front().seed_error, 0) << "of rows alone";
  EXPECT_EQ(to_json(assessment_from_json(to_json(assessment))), to_json(assessment));
}

TEST_F(AssessTest, WithoutATestPartTheValidationPartIsJudgedAndItIsSaid) {
  const tune::Plan made = plan({{", test: 0.2", ""}});
  const Assessment assessment = assess(made, tuned(made, 2, "random"), {.repeats = 2});
  EXPECT_THAT(assessment.notes, ElementsAre(HasSubstr("There is no test part"), HasSubstr("random search itself")));
  EXPECT_EQ(assessment.gains.front().part, "validation");
  EXPECT_THAT(statement(assessment).front(), HasSubstr("on the validation rows"));
  EXPECT_EQ(assessment.random_budget.back().trials, 2);
}

TEST_F(AssessTest, TrainingsThatFailAreLeftOut) {
  const tune::Plan made = plan();
  std::vector<Entry> entries(2);
  entries[0].configuration = made.experiment.configure({{"units", 4}, {"learning_rate", 0.01}});
  entries[1].configuration = entries[0].configuration;
  entries[1].configuration.model[1]["dense"]["activation"] = "linear";
  entries[1].configuration.compile["loss"] = "mean_squared_error";
  entries[1].configuration.compile["optimizer"] = {{"sgd", {{"learning_rate", 1e38}}}};
  entries[0].goal = entries[1].goal = made.experiment.goal;
  run_repeats(*made.task, made.experiment.goal, entries, {.repeats = 2, .jobs = 2});
  EXPECT_EQ(entries[0].contender.trained(), 2U);
  EXPECT_EQ(entries[1].contender.trained(), 0U);
  EXPECT_THAT(entries[1].contender.repeats[0].why, HasSubstr("loss"));
  EXPECT_THAT(entries[1].rows[0], IsEmpty());
}

TEST_F(AssessTest, ThePlanOfAStudyIsTheOneItWasMadeWith) {
  const tune::Plan made = plan();
  Study study = tuned(made, 1);
  const tune::Plan read = tune::plan_of(study);
  EXPECT_EQ(read.experiment.source, made.experiment.source);
  EXPECT_EQ(read.experiment.goal.metric, made.experiment.goal.metric);
  EXPECT_EQ(to_json(read.experiment.space), to_json(made.experiment.space));
  EXPECT_FALSE(read.refit);
  EXPECT_FALSE(read.table);

  write_file(folder_ / "small.csv", cli::small_table(201));
  EXPECT_THROW((void)tune::plan_of(study), InvalidArgument);
  std::filesystem::create_directories(folder_ / "moved");
  write_file(folder_ / "moved" / "small.csv", cli::small_table(200));
  EXPECT_NO_THROW((void)tune::plan_of(study, folder_ / "moved"));

  Study other = Study::open("memory://", {.name = "other"});
  try {
    (void)tune::plan_of(other);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_THAT(error.what(), HasSubstr("a study of 'vernier tune'"));
  }
}

/// An assessment with this gain over the default settings.
Assessment with_gain(const Gain& gain) {
  Assessment assessment{
      .study = "s", .objective = {"val_loss", Direction::minimize}, .metric = "accuracy", .test_rows = 9};
  assessment.contenders.resize(2);
  assessment.contenders[0].name = "trial 3";
  assessment.contenders[1].name = "default settings";
  for (Contender& contender : assessment.contenders) contender.repeats.assign(2, {.test = {{"accuracy", 0.9}}});
  assessment.gains.push_back(gain);
  assessment.gains.back().of = "trial 3";
  assessment.gains.back().over = "default settings";
  assessment.gains.back().part = "test";
  assessment.gains.back().metric = "accuracy";
  return assessment;
}

TEST(Statement, SaysNoMoreThanTheIntervalDoes) {
  const Gain gained{.pairs = 2, .mean = 0.02, .low = 0.01, .high = 0.03, .p_value = 0.001, .error = 0.005};
  EXPECT_THAT(statement(with_gain(gained)).front(),
              HasSubstr("Tuning helped: accuracy on the test part is 0.9 with trial 3 and 0.9 with default settings "
                        "(means over 2 seeds), a gain of 0.02 (95 % interval 0.01 to 0.03, p = 0.001)."));
  const Gain nothing{.pairs = 2, .mean = 0.02, .low = -0.01, .high = 0.05, .error = 0.01};
  EXPECT_THAT(statement(with_gain(nothing)).front(), HasSubstr("No gain can be shown"));
  const Gain lost{.pairs = 2, .mean = -0.02, .low = -0.03, .high = -0.01, .error = 0.01};
  EXPECT_THAT(statement(with_gain(lost)).front(), HasSubstr("Tuning made it worse"));
  EXPECT_THAT(statement(with_gain(lost)).front(), HasSubstr("a loss of 0.02"));
  const Gain once{.pairs = 1, .mean = 0.02, .low = -INFINITY, .high = INFINITY, .error = INFINITY};
  EXPECT_THAT(statement(with_gain(once)).front(), HasSubstr("may be chance"));
  const Gain same{.pairs = 2};
  EXPECT_THAT(statement(with_gain(same)).front(), HasSubstr("differ in up to 0.33 (rule of three"));
  Assessment warned = with_gain(nothing);
  warned.overtuned = true;
  EXPECT_THAT(statement(warned), testing::Contains(HasSubstr("has fitted its validation rows")));
}

TEST(Statement, TheWinnersCurse) {
  Assessment assessment = with_gain({.pairs = 2, .low = -1, .high = 1, .error = 0.4});
  assessment.optimism = Optimism{"trial 3", 0.10, 0.15, 0.13, 0.17};
  EXPECT_THAT(statement(assessment), testing::Contains(HasSubstr("looks better than it is, here by 0.05")));
  assessment.optimism->value = 0.14;
  EXPECT_THAT(statement(assessment), testing::Contains(HasSubstr("no contradiction")));
}

}  // namespace
}  // namespace vernier::evaluation
