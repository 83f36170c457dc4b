#include "vernier/trial/history.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

class HistoryTest : public testing::Test {
 protected:
  TrialRecord& add(TrialNumber number, TrialState state, std::vector<double> values = {}) {
    auto record = std::make_shared<TrialRecord>();
    record->number = number;
    record->state = state;
    record->values = std::move(values);
    records_.push_back(record);
    return *record;
  }
  History history() {
    History result;
    result.space = &space_;
    result.objectives = objectives_;
    result.settled = records_;
    return result;
  }
  std::vector<TrialNumber> numbers(const std::vector<const TrialRecord*>& trials) {
    std::vector<TrialNumber> result;
    for (const TrialRecord* trial : trials) result.push_back(trial->number);
    return result;
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> records_;
};

TEST_F(HistoryTest, AResumedTrialCountsOnceWithItsLastRecord) {
  add(1, TrialState::paused);
  add(0, TrialState::complete, {2});
  add(1, TrialState::complete, {1});
  EXPECT_THAT(numbers(history().trials()), testing::ElementsAre(0, 1));
  EXPECT_THAT(numbers(history().complete()), testing::ElementsAre(0, 1));
  EXPECT_EQ(best_trial(history())->number, 1);
}

TEST_F(HistoryTest, OnlyFiniteResultsOfCompleteTrialsCompete) {
  add(0, TrialState::failed);
  add(1, TrialState::pruned, {0.1});
  add(2, TrialState::complete, {std::nan("")});
  add(3, TrialState::complete, {-HUGE_VAL});
  EXPECT_EQ(best_trial(history()), nullptr);
  EXPECT_TRUE(pareto_front(history()).empty());
  add(4, TrialState::complete, {5});
  EXPECT_EQ(best_trial(history())->number, 4);
}

TEST_F(HistoryTest, TheBestIsTheFirstOfEqualsInEitherDirection) {
  add(0, TrialState::complete, {2});
  add(1, TrialState::complete, {1});
  add(2, TrialState::complete, {1});
  add(3, TrialState::complete, {2});
  EXPECT_EQ(best_trial(history())->number, 1);
  objectives_[0].direction = Direction::maximize;
  EXPECT_EQ(best_trial(history())->number, 0);
  EXPECT_THAT(numbers(pareto_front(history())), testing::ElementsAre(0));
}

TEST_F(HistoryTest, AViolatedConstraintExcludes) {
  add(0, TrialState::complete, {1}).constraints = {0, 0.5};
  add(1, TrialState::complete, {2}).constraints = {0, -1};
  add(2, TrialState::complete, {0}).constraints = {std::nan("")};
  EXPECT_EQ(best_trial(history())->number, 1);
  objectives_.push_back({"second", Direction::minimize});
  for (std::size_t i = 0; i < 3; ++i) {
    auto both = std::make_shared<TrialRecord>(*records_[i]);
    both->values.push_back(1);
    records_[i] = both;
  }
  EXPECT_THAT(numbers(pareto_front(history())), testing::ElementsAre(1));
}

TEST_F(HistoryTest, TheParetoFrontIsThatOfAllPairsInMixedDirections) {
  objectives_ = {{"error", Direction::minimize}, {"speed", Direction::maximize}};
  Rng rng(11);
  for (TrialNumber number = 0; number < 60; ++number) {
    add(number, TrialState::complete, {static_cast<double>(rng.below(8)), static_cast<double>(rng.below(8))});
  }
  std::vector<TrialNumber> expected;
  for (const auto& record : records_) {
    bool beaten = false;
    for (const auto& other : records_) {
      const bool no_worse = other->values[0] <= record->values[0] && other->values[1] >= record->values[1];
      beaten = beaten || (no_worse && other->values != record->values);
    }
    if (!beaten) expected.push_back(record->number);
  }
  EXPECT_EQ(numbers(pareto_front(history())), expected);
}

}  // namespace
}  // namespace vernier
