#include "vernier/figures/parameter_figures.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "vernier/figures/parameter_axis.hpp"
#include "vernier/figures/terminal.hpp"

namespace vernier {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing::Pointwise;

const std::vector<Objective> minimized{{"loss", Direction::minimize}};
const Parameter rate{"rate", Distribution::real(1e-4, 1, true), {}};
const Parameter units{"units", Distribution::integer(1, 3), {}};
const Parameter optimizer{"optimizer", Distribution::categorical({"adam", "sgd"}), {}};

TrialRecord complete(TrialNumber number, double value, ParamMap params) {
  TrialRecord trial;
  trial.number = number;
  trial.state = TrialState::complete;
  trial.values = {value};
  trial.params = std::move(params);
  return trial;
}

// Four complete trials, one without `units`, and a failed one.
std::vector<TrialRecord> five_trials() {
  std::vector<TrialRecord> trials{
      complete(0, 4, {{"rate", 0.01}, {"units", std::int64_t{1}}, {"optimizer", std::string("adam")}}),
      complete(1, 1, {{"rate", 0.1}, {"units", std::int64_t{3}}, {"optimizer", std::string("sgd")}}),
      complete(2, 4, {{"rate", 1.0}, {"optimizer", std::string("sgd")}}),
      complete(3, 2, {{"rate", 1e-4}, {"units", std::int64_t{2}}, {"optimizer", std::string("sgd")}})};
  TrialRecord failed;
  failed.number = 4;
  failed.state = TrialState::failed;
  failed.params = {{"rate", 0.5}, {"units", std::int64_t{2}}, {"optimizer", std::string("adam")}};
  trials.push_back(failed);
  return trials;
}

TEST(ParameterAxis, PutsNumbersAtTheirValueAndCategoriesInOrder) {
  const std::vector<TrialRecord> trials = five_trials();
  EXPECT_THAT(ParameterAxis(units).column(trials), ElementsAre(1, 3, IsNan(), 2, 2));
  EXPECT_THAT(ParameterAxis(optimizer).column(trials), ElementsAre(0, 1, 1, 1, 0));
  EXPECT_EQ(ParameterAxis(optimizer).ticks().at(1).label, "sgd");
  EXPECT_TRUE(ParameterAxis(rate).log());
}

TEST(ParameterAxis, EdgesAreEvenOnTheScaleAndOnePerFewValues) {
  EXPECT_THAT(ParameterAxis(rate).edges(4), Pointwise(testing::DoubleEq(), {1e-4, 1e-3, 1e-2, 1e-1, 1.0}));
  EXPECT_THAT(ParameterAxis(units).edges(16), ElementsAre(0.5, 1.5, 2.5, 3.5));
  EXPECT_THAT(ParameterAxis(units).edges(2), ElementsAre(1, 2, 3));
  EXPECT_THAT(ParameterAxis(optimizer).edges(16), ElementsAre(-0.5, 0.5, 1.5));
  EXPECT_THAT(ParameterAxis({"one", Distribution::real(2, 2), {}}).edges(16), ElementsAre(1.5, 2.5));
}

TEST(ParameterAxis, SharesOfALogRangeAreThoseOfItsDecades) {
  EXPECT_NEAR(ParameterAxis(rate).share(0.01), 0.5, 1e-12);
  EXPECT_EQ(ParameterAxis(optimizer).share(0), 0.25);
  EXPECT_EQ(ParameterAxis(rate).share_ticks().at(2).label, "0.01");
}

TEST(ParameterFigures, ASliceHasEveryCompleteTrialAndNoOther) {
  const Figure figure = slice_figure(five_trials(), minimized, rate);
  EXPECT_TRUE(figure.x_log);
  EXPECT_THAT(figure.series.at(0).x, ElementsAre(0.01, 0.1, 1.0, 1e-4, 0.5));
  EXPECT_THAT(figure.series.at(0).y, ElementsAre(4, 1, 4, 2, IsNan()));
  EXPECT_THAT(figure.series.at(0).shade, ElementsAre(0, 1, 2, 3, 4));
}

// Values 4 1 4 2: the places are 0 for 1, 1 for 2, and 2 and 3 for the equal ones.
TEST(ParameterFigures, EqualRanksShareTheMiddle) {
  const Figure figure = rank_figure(five_trials(), minimized, rate, units);
  EXPECT_THAT(figure.series.at(0).shade, ElementsAre(DoubleNear(2.5 / 3, 1e-12), 0, DoubleNear(2.5 / 3, 1e-12),
                                                     DoubleNear(1.0 / 3, 1e-12), IsNan()));
}

// Categories do not mix, levels of `units` do: trial 3 (2 units) lies between the cells of 1 and 3.
TEST(ParameterFigures, AContourIsTheMeanByWeightsOfTheNeighbours) {
  const Figure figure = contour_figure(five_trials(), minimized, units, optimizer);
  const double one = std::exp(-0.5), two = std::exp(-2.0);
  ASSERT_EQ(figure.grid.cells.size(), 6U);  // adam 1 2 3, sgd 1 2 3
  EXPECT_DOUBLE_EQ(figure.grid.cells[0], 4);
  EXPECT_DOUBLE_EQ(figure.grid.cells[2], 4);
  EXPECT_DOUBLE_EQ(figure.grid.cells[3], (2 * one + 1 * two) / (one + two));
  EXPECT_DOUBLE_EQ(figure.grid.cells[4], (2 + 1 * one) / (1 + one));
  EXPECT_DOUBLE_EQ(figure.grid.cells[5], (1 + 2 * one) / (1 + one));
}

TEST(ParameterFigures, AContourIsEmptyWhereNothingIsNear) {
  const std::vector<TrialRecord> trials{complete(0, 7, {{"x", 0.0}, {"y", 0.0}})};
  const Parameter x{"x", Distribution::real(0, 1), {}}, y{"y", Distribution::real(0, 1), {}};
  const Figure figure = contour_figure(trials, minimized, x, y, 0, 10);
  EXPECT_DOUBLE_EQ(figure.grid.cells.at(0), 7);
  EXPECT_DOUBLE_EQ(figure.grid.cells.at(2), 7);       // weight exp(-2)
  EXPECT_TRUE(std::isnan(figure.grid.cells.at(3)));   // beyond
  EXPECT_TRUE(std::isnan(figure.grid.cells.at(22)));  // exp(-4)
}

TEST(ParameterFigures, ParallelLinesCrossEveryAxis) {
  const std::vector<Parameter> parameters{rate, units, optimizer};
  const Figure figure = parallel_figure(five_trials(), minimized, parameters);
  ASSERT_EQ(figure.series.size(), 4U);
  EXPECT_EQ(figure.series[3].name, "loss");
  EXPECT_THAT(figure.series[0].trials, ElementsAre(1, 3, 0, 2));  // best first
  EXPECT_THAT(figure.series[1].y, ElementsAre(1, 0.5, 0, IsNan()));
  EXPECT_THAT(figure.series[3].y, ElementsAre(0, DoubleNear(1.0 / 3, 1e-12), 1, 1));
  EXPECT_TRUE(figure.low_stands_out);
}

TEST(ParameterFigures, ManyLinesAreTheBetterHalfAndASample) {
  std::vector<TrialRecord> trials;
  for (int i = 0; i < 100; ++i) trials.push_back(complete(i, i, {{"rate", 0.1}}));
  const Figure figure = parallel_figure(trials, minimized, std::vector{rate}, 0, 10);
  EXPECT_THAT(figure.series.at(0).trials, ElementsAre(0, 1, 2, 3, 4, 5, 24, 43, 62, 81));
  EXPECT_THAT(figure.remark, HasSubstr("10 of 100 complete trials"));
}

TEST(ParameterFigures, TheTerminalRefusesWhatItCannotDraw) {
  const std::vector<TrialRecord> trials = five_trials();
  const auto drawn = [](const Figure& figure) { return draw_figure(figure, {}); };
  EXPECT_THAT(drawn(contour_figure(trials, minimized, rate, units)), HasSubstr("drawn on the page alone"));
  EXPECT_THAT(drawn(parallel_figure(trials, minimized, std::vector{rate})), HasSubstr("drawn on the page alone"));
  EXPECT_THAT(drawn(slice_figure(trials, minimized, rate)), HasSubstr("0.01"));
}

}  // namespace
}  // namespace vernier
