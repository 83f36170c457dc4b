#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/pruners/pruner.hpp"

namespace vernier {
namespace {

/// Curves written by hand: the k-th value is the report at step k + 1.
class MedianPrunerTest : public testing::Test {
 protected:
  void settle(TrialState state, const std::vector<double>& curve) {
    auto record = std::make_shared<TrialRecord>(with_curve(curve));
    record->number = next_++;
    record->state = state;
    if (state == TrialState::complete) record->values = {curve.back()};
    records_.push_back(record);
  }
  Decision decide(const std::vector<double>& curve, const Json& options = Json::object()) {
    TrialRecord trial = with_curve(curve);
    trial.number = 1000;
    History history;
    history.space = &space_;
    history.objectives = objectives_;
    history.settled = records_;
    return make_pruner({"median", options})->decide(trial, history);
  }
  static TrialRecord with_curve(const std::vector<double>& curve) {
    TrialRecord record;
    for (const double value : curve)
      record.reports.push_back({static_cast<double>(record.reports.size() + 1), {value}});
    return record;
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> records_;
  TrialNumber next_ = 0;
};

const Json at_once{{"warmup", 0}, {"startup", 1}};

TEST_F(MedianPrunerTest, StopsWhatIsWorseThanTheMedianAtItsStep) {
  for (const double last : {1, 2, 3, 4, 5}) settle(TrialState::complete, {9, last});
  EXPECT_EQ(decide({9}, at_once), Decision::keep);
  EXPECT_EQ(decide({9, 3.01}, at_once), Decision::stop);
  EXPECT_EQ(decide({9, 3}, at_once), Decision::keep) << "equal to the median is not worse";
  settle(TrialState::complete, {9, 6});  // six of them: the median is 3.5
  EXPECT_EQ(decide({9, 3.4}, at_once), Decision::keep);
  EXPECT_EQ(decide({9, 3.6}, at_once), Decision::stop);
}

TEST_F(MedianPrunerTest, LooksAtTheBestSoFarAndNotBeyondTheStep) {
  for (int i = 0; i < 3; ++i) settle(TrialState::complete, {5, 7, 1});
  EXPECT_EQ(decide({4, 9}, at_once), Decision::keep) << "4 at step 1 beats 5";
  EXPECT_EQ(decide({6, 5.5}, at_once), Decision::stop) << "the others' 1 comes later, their 5 counts";
  EXPECT_EQ(decide({6, 5}, at_once), Decision::keep);
}

TEST_F(MedianPrunerTest, ByDefaultWaitsForFiveCompleteTrialsAndFiveSteps) {
  for (int i = 0; i < 4; ++i) settle(TrialState::complete, {1, 1, 1, 1, 1, 1});
  for (int i = 0; i < 4; ++i) settle(TrialState::pruned, {1, 1, 1, 1, 1, 1});
  const std::vector<double> bad{9, 9, 9, 9, 9, 9};
  EXPECT_EQ(decide(bad), Decision::keep) << "four complete trials";
  settle(TrialState::complete, {1, 1, 1, 1, 1, 1});
  EXPECT_EQ(decide(bad), Decision::stop);
  EXPECT_EQ(decide({9, 9, 9, 9, 9}), Decision::keep) << "step 5 is within the warm-up";
  EXPECT_EQ(decide(bad, {{"warmup", 6}}), Decision::keep);
  EXPECT_EQ(decide(bad, {{"startup", 6}}), Decision::keep);
}

TEST_F(MedianPrunerTest, JudgesEveryIntervalThReport) {
  settle(TrialState::complete, {1, 1, 1, 1, 1, 1});
  Json options = at_once;
  options["interval"] = 3;
  std::vector<double> curve;
  for (int report = 1; report <= 6; ++report) {
    curve.push_back(9);
    EXPECT_EQ(decide(curve, options), report % 3 == 0 ? Decision::stop : Decision::keep) << report;
  }
}

TEST_F(MedianPrunerTest, MaximisingTurnsTheComparison) {
  objectives_[0].direction = Direction::maximize;
  for (const double value : {0.6, 0.7, 0.8}) settle(TrialState::complete, {value});
  EXPECT_EQ(decide({0.69}, at_once), Decision::stop);
  EXPECT_EQ(decide({0.71}, at_once), Decision::keep);
}

TEST_F(MedianPrunerTest, PrunedPeersCountUpToWhereTheyCame) {
  settle(TrialState::complete, {1, 1, 1});
  settle(TrialState::pruned, {8, 8});
  settle(TrialState::pruned, {9, 9});
  EXPECT_EQ(decide({5, 5}, at_once), Decision::keep) << "the median of 1, 8, 9";
  EXPECT_EQ(decide({5, 5, 5}, at_once), Decision::stop) << "at step 3 only the complete trial is left";
}

TEST_F(MedianPrunerTest, ATrialThatEndedEarlyCarriesItsBestOn) {
  settle(TrialState::complete, {3, 2, 4});
  EXPECT_EQ(decide({5, 5, 5, 5, 5, 2.5}, at_once), Decision::stop);
  EXPECT_EQ(decide({5, 5, 5, 5, 5, 1.5}, at_once), Decision::keep);
}

TEST_F(MedianPrunerTest, FailedAndPausedTrialsAreNoPeers) {
  settle(TrialState::complete, {5});
  settle(TrialState::failed, {1});
  settle(TrialState::failed, {1});
  settle(TrialState::paused, {1});
  EXPECT_EQ(decide({4}, at_once), Decision::keep);
}

TEST_F(MedianPrunerTest, NotANumberStopsAndIsNobodysBest) {
  EXPECT_EQ(decide({std::nan("")}), Decision::stop) << "needs no other trial";
  settle(TrialState::complete, {std::nan(""), 5});
  EXPECT_EQ(decide({1e300}, at_once), Decision::keep) << "the other's report at step 1 is no number: nothing is known";
  EXPECT_EQ(decide({9, 6}, at_once), Decision::stop);
}

TEST_F(MedianPrunerTest, OptionsAreChecked) {
  EXPECT_THROW((void)make_pruner({"median", {{"warmup", -1}}}), InvalidArgument);
  EXPECT_THROW((void)make_pruner({"median", {{"startup", 0}}}), InvalidArgument);
  EXPECT_THROW((void)make_pruner("medain"), InvalidArgument);
}

TEST_F(MedianPrunerTest, AutoIsTheMedianRuleForOneObjectiveAndKeepsForSeveral) {
  for (int i = 0; i < 5; ++i) settle(TrialState::complete, {1, 1, 1, 1, 1, 1});
  TrialRecord trial = with_curve({9, 9, 9, 9, 9, 9});
  trial.number = 1000;
  History history;
  history.space = &space_;
  history.objectives = objectives_;
  history.settled = records_;
  EXPECT_EQ(make_pruner("auto")->decide(trial, history), Decision::stop);
  objectives_.push_back({"second", Direction::minimize});
  history.objectives = objectives_;
  EXPECT_EQ(make_pruner("auto")->decide(trial, history), Decision::keep);
}

}  // namespace
}  // namespace vernier
