#include "vernier/trial/fronts.hpp"

#include <gmock/gmock.h>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

/// Objectives: error, minimised, and accuracy, maximised.
class FrontsTest : public testing::Test {
 protected:
  void add(std::vector<double> values, double constraint = -1) {
    auto record = std::make_shared<TrialRecord>();
    record->number = std::ssize(records_);
    record->state = values.empty() ? TrialState::failed : TrialState::complete;
    record->values = std::move(values);
    record->constraints = {constraint};
    records_.push_back(record);
  }
  History history() {
    History result;
    result.space = &space_;
    result.objectives = objectives_;
    result.settled = records_;
    return result;
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{{"error", Direction::minimize}, {"accuracy", Direction::maximize}};
  std::vector<std::shared_ptr<const TrialRecord>> records_;
};

TEST_F(FrontsTest, TheKneeIsFurthestBelowTheLineThroughTheEnds) {
  add({0, 0});
  add({10, 100});
  EXPECT_EQ(knee_trial(history()), nullptr) << "two ends have nothing between them";
  add({2, 50});  // 0.3 below the line in units of the range
  add({5, 90});  // 0.4
  add({9, 99});  // 0.09
  add({6, 80});  // dominated
  EXPECT_EQ(knee_trial(history())->number, 3);
}

TEST_F(FrontsTest, AFrontThatBulgesOutwardsHasNoKnee) {
  add({0, 0});
  add({6, 40});
  add({10, 100});
  EXPECT_EQ(knee_trial(history()), nullptr);
}

TEST_F(FrontsTest, TheReferenceLiesATenthBeyondTheWorstOfTheFront) {
  EXPECT_TRUE(reference_losses(history()).empty());
  add({1, 0.5});
  add({4, 0.9});
  add({9, 0.6});                                       // dominated
  const auto reference = reference_losses(history());  // losses of the front: 1, 4 and -0.5, -0.9
  EXPECT_NEAR(reference[0], 4.4, 1e-12);
  EXPECT_NEAR(reference[1], -0.45, 1e-12);
  add({0.5, 0});
  EXPECT_NEAR(reference_losses(history())[1], 0.09, 1e-12) << "a tenth of the range where the worst is 0";
}

TEST_F(FrontsTest, TheHypervolumeGrowsTrialByTrial) {
  add({1, 1});
  add({});  // failed
  add({3, 3});
  add({2, 2}, 1);  // violates a constraint
  add({3, 2});     // dominated
  add({2, 2});
  const auto curve = hypervolume_curve(history(), {4, 0});  // losses (1, -1), (3, -3), (3, -2), (2, -2)
  std::vector<std::pair<TrialNumber, double>> points;
  for (const auto& point : curve) points.emplace_back(point.trial, point.hypervolume);
  EXPECT_THAT(points,
              testing::ElementsAre(testing::Pair(0, 3), testing::Pair(2, 5), testing::Pair(4, 5), testing::Pair(5, 6)));
  EXPECT_THROW((void)hypervolume_curve(history(), {4}), InvalidArgument);
}

}  // namespace
}  // namespace vernier
