#include "vernier/figures/study_figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "vernier/figures/study_tables.hpp"

namespace vernier {
namespace {

using testing::ElementsAre;

TrialRecord complete(TrialNumber number, double value) {
  TrialRecord trial;
  trial.number = number;
  trial.state = TrialState::complete;
  trial.values = {value};
  return trial;
}

const std::vector<Objective> maximized{{"accuracy", Direction::maximize}};
const std::vector<Objective> minimized{{"loss", Direction::minimize}};

TEST(StudyFigures, TheBestSoFarFollowsTheDirection) {
  const std::vector<TrialRecord> trials{complete(0, 0.5), complete(1, 0.3), complete(2, 0.7), complete(3, 0.6)};
  EXPECT_THAT(history_figure(trials, maximized).series.at(1).y, ElementsAre(0.5, 0.5, 0.7, 0.7));
  EXPECT_THAT(history_figure(trials, minimized).series.at(1).y, ElementsAre(0.5, 0.3, 0.3, 0.3));
}

TEST(StudyFigures, AnOutlierDoesNotSetTheScale) {
  std::vector<TrialRecord> trials;
  for (int i = 0; i < 20; ++i) trials.push_back(complete(i, 1 + 0.01 * i));
  trials.push_back(complete(20, 1e9));
  const Figure figure = history_figure(trials, minimized);
  ASSERT_TRUE(figure.y_high.has_value());
  EXPECT_DOUBLE_EQ(*figure.y_high, 1.19);
  EXPECT_FALSE(figure.y_low.has_value());
}

TEST(StudyFigures, FailedTrialsAreNotScoredAndPrunedOnesShowTheirLastReport) {
  std::vector<TrialRecord> trials{complete(0, 0.5), complete(1, std::numeric_limits<double>::quiet_NaN())};
  TrialRecord failed;
  failed.number = 2;
  failed.state = TrialState::failed;
  TrialRecord pruned;
  pruned.number = 3;
  pruned.state = TrialState::pruned;
  pruned.reports = {{1, {0.1}}, {2, {0.2}}};
  trials.push_back(failed);
  trials.push_back(pruned);
  const Figure figure = history_figure(trials, maximized);
  EXPECT_THAT(figure.series.at(0).y, ElementsAre(0.5));
  EXPECT_THAT(figure.series.at(1).y, ElementsAre(0.5, 0.5, 0.5));
  EXPECT_EQ(figure.series.at(2).name, "pruned");
  EXPECT_THAT(figure.series.at(2).y, ElementsAre(0.2));
  EXPECT_EQ(ranked_trials(trials, maximized).size(), 1U);
}

TEST(StudyFigures, CurvesAreThoseOfTheBest) {
  std::vector<TrialRecord> trials;
  for (int i = 0; i < 6; ++i) {
    trials.push_back(complete(i, i == 3 ? 0.9 : 0.1 * i));
    trials.back().reports = {{1, {0.1}}, {2, {0.1 * i}}};
  }
  const Figure figure = curves_figure(trials, maximized, "epochs", 2);
  ASSERT_EQ(figure.series.size(), 2U);
  EXPECT_EQ(figure.series[0].name, "trial 3 (0.9)");
  EXPECT_EQ(figure.series[1].name, "trial 5 (0.5)");
  EXPECT_THAT(figure.series[1].y, ElementsAre(0.1, 0.5));
}

TEST(StudyFigures, AllCurvesAreTheBestAndTheOthersInOneBrokenLine) {
  std::vector<TrialRecord> trials;
  for (int i = 0; i < 12; ++i) {
    trials.push_back(complete(i, i));
    trials.back().reports = {{1, {1.0 * i}}, {2, {2.0 * i}}};
  }
  const Figure figure = all_curves_figure(trials, minimized, "epochs", 0, 2);
  ASSERT_EQ(figure.series.size(), 8U);  // five best, others, band, median
  EXPECT_EQ(figure.series[0].name, "trial 0 (0)");
  EXPECT_EQ(figure.series[5].name, "some others");
  EXPECT_THAT(figure.series[5].x, ElementsAre(1, 2, testing::IsNan(), 1, 2));
  EXPECT_THAT(figure.series[5].trials, ElementsAre(5, 5, testing::IsNan(), 8, 8));
  EXPECT_THAT(figure.remark, testing::HasSubstr("2 of the other 7"));
  EXPECT_EQ(figure.y_high, 22);  // none of all is far from the others, though all are from the best five
  EXPECT_THAT(figure.series[6].y, ElementsAre(1, 2));  // of 0 to 11 and 0 to 22, the places 1.1 and 9.9 of 11
  EXPECT_THAT(figure.series[6].end, ElementsAre(10, 20));
  EXPECT_THAT(figure.series[7].y, ElementsAre(6, 12));
}

TEST(StudyFigures, CurvesThatWereReportedOnceAreNone) {
  std::vector<TrialRecord> trials{complete(0, 1)};
  trials[0].reports = {{1, {0.5}}};
  EXPECT_TRUE(all_curves_figure(trials, minimized, "epochs").series.empty());
}

TEST(StudyFigures, TheDistributionStepsAtEachValue) {
  const std::vector<TrialRecord> trials{complete(0, 2), complete(1, 1), complete(2, 2), complete(3, 5)};
  const Series series = ecdf_figure(trials, minimized).series.at(0);
  EXPECT_THAT(series.x, ElementsAre(1, 2, 5));
  EXPECT_THAT(series.y, ElementsAre(0.25, 0.75, 1));
  EXPECT_TRUE(ecdf_figure({}, minimized).series.at(0).x.empty());
}

TEST(StudyFigures, MainEffectsStandSideBySide) {
  const std::vector<FactorEffect> effects{{"a", {"1", "2"}, {0.5, 0.7}}, {"b", {"x", "y", "z"}, {0.6, 0.6, 0.6}}};
  const Figure figure = main_effects_figure(effects, "mean accuracy");
  ASSERT_EQ(figure.series.size(), 2U);
  EXPECT_EQ(figure.x_ticks.size(), 5U);
  EXPECT_EQ(figure.x_groups.size(), 2U);
  EXPECT_LT(figure.series[0].x.back(), figure.series[1].x.front());
}

TEST(StudyTables, EmptyColumnsAreLeftOut) {
  std::vector<TrialRecord> trials{complete(0, 0.5)};
  trials[0].params = {{"lr", 0.012345678}, {"name", std::string("adam")}};
  const TextTable plain = trials_table(trials, maximized);
  std::vector<std::string> titles;
  for (const TextColumn& column : plain.columns) titles.push_back(column.title);
  EXPECT_THAT(titles, ElementsAre("trial", "state", "accuracy", "lr", "name"));
  EXPECT_THAT(plain.rows.at(0), ElementsAre("0", "complete", "0.5", "0.01235", "adam"));
  for (int i = 0; i < 7; ++i) trials[0].params["p" + std::to_string(i)] = std::int64_t{i};
  EXPECT_EQ(trials_table(trials, maximized).columns.back().title, "parameters");
}

}  // namespace
}  // namespace vernier
