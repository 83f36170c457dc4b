#include "vernier/samplers/support/observations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "vernier/samplers/support/good_trials.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

/// A history of records made one by one.
class ObservedStudy {
 public:
  explicit ObservedStudy(SearchSpace space, std::size_t objectives = 1)
      : space_(std::move(space)), objectives_(objectives) {}

  TrialRecord& add(TrialNumber number, TrialState state, std::vector<double> values = {}) {
    auto record = std::make_shared<TrialRecord>();
    record->number = number;
    record->state = state;
    record->values = std::move(values);
    Rng rng = Rng(9).split(static_cast<std::uint64_t>(number));
    record->params = *space_.sample(rng);
    TrialRecord& made = *record;
    settled_.push_back(std::move(record));
    return made;
  }
  [[nodiscard]] History history() const {
    History history;
    history.space = &space_;
    history.objectives = objectives_;
    history.settled = settled_;
    return history;
  }
  [[nodiscard]] std::vector<TrialNumber> best(std::size_t count) const {
    Observations observations;
    observations.update(history());
    std::vector<TrialNumber> numbers;
    for (const std::size_t i : best_trials(observations, count)) numbers.push_back(observations.trials()[i].number);
    return numbers;
  }

 private:
  SearchSpace space_;
  std::vector<Objective> objectives_;
  std::vector<std::shared_ptr<const TrialRecord>> settled_;
};

TEST(Encoder, RowsLeadBackToTheirConfigurations) {
  SearchSpace space = mixed_space(false);
  const Encoder encoder(space);
  Rng rng(4);
  for (int i = 0; i < 100; ++i) {
    const ParamMap params = *space.sample(rng);
    const ParamMap back = encoder.params(encoder.row(params));
    for (const auto& [name, value] : params) {
      if (name == "learning_rate" || name == "momentum") {
        EXPECT_NEAR(std::get<double>(back.at(name)), std::get<double>(value), 1e-5);
      } else {
        EXPECT_EQ(back.at(name), value) << name;
      }
    }
  }
}

TEST(Encoder, WhatIsMissingOrUnknownIsNaN) {
  SearchSpace space;
  space.add("kind", Distribution::categorical({std::string("a"), std::string("b")})).add("x", Distribution::real(0, 1));
  const Encoder encoder(space);
  const auto row = encoder.row({{"kind", std::string("c")}});
  EXPECT_TRUE(std::isnan(row[0]));
  EXPECT_TRUE(std::isnan(row[1]));
  EXPECT_TRUE(encoder.params(row).empty());
}

TEST(Observations, CompleteThenPrunedThenInfeasibleThenFailed) {
  ObservedStudy study(mixed_space(false));
  study.add(0, TrialState::failed);
  study.add(1, TrialState::complete, {5}).constraints = {0.1, 2.0};
  study.add(2, TrialState::complete, {5}).constraints = {2.0, -9.0};
  study.add(3, TrialState::pruned).reports = {{1, {0.1}}, {4, {0.3}}};
  study.add(4, TrialState::pruned).reports = {{1, {0.2}}};
  study.add(5, TrialState::pruned).reports = {{4, {0.2}}};
  study.add(6, TrialState::complete, {7});
  study.add(7, TrialState::complete, {6}).constraints = {-1.0};
  study.add(8, TrialState::complete, {std::numeric_limits<double>::infinity()});
  EXPECT_EQ(study.best(100), (std::vector<TrialNumber>{7, 6, 5, 3, 4, 2, 1}));
  EXPECT_EQ(study.best(2), (std::vector<TrialNumber>{7, 6}));
}

TEST(Observations, TheLastRecordOfATrialCounts) {
  ObservedStudy study(mixed_space(false));
  study.add(0, TrialState::paused).reports = {{1, {0.1}}};
  study.add(1, TrialState::complete, {2});
  Observations warm;
  warm.update(study.history());
  study.add(0, TrialState::complete, {1});
  warm.update(study.history());
  Observations cold;
  cold.update(study.history());
  for (const Observations* observations : {&warm, &cold}) {
    ASSERT_EQ(observations->trials().size(), 2U);
    EXPECT_EQ(observations->usable(), 2U);
    EXPECT_EQ(observations->trials()[0].standing, (Standing{Standing::End::complete, 1, 0}));
  }
}

TEST(Observations, AnotherHistoryBeginsAnew) {
  ObservedStudy one(mixed_space(false));
  one.add(0, TrialState::complete, {1});
  one.add(1, TrialState::complete, {2});
  ObservedStudy other(mixed_space(false));
  other.add(0, TrialState::complete, {3});
  Observations observations;
  observations.update(one.history());
  observations.update(other.history());
  ASSERT_EQ(observations.trials().size(), 1U);
  EXPECT_EQ(observations.trials()[0].standing.first, 3);
}

// The front 0, 1, 2, 3 comes before the dominated 4 and 5. Of the near twins 0 and 1 one is enough.
TEST(GoodTrials, FrontByFrontAndByTheVolumeCovered) {
  ObservedStudy study(mixed_space(false), 2);
  const std::vector<std::vector<double>> losses{{0, 10}, {0.1, 9.9}, {5, 5}, {10, 0}, {6, 6}, {11, 11}};
  for (std::size_t i = 0; i < losses.size(); ++i) {
    study.add(static_cast<TrialNumber>(i), TrialState::complete, losses[i]);
  }
  study.add(6, TrialState::failed);
  const auto three = study.best(3);
  EXPECT_EQ(three.size(), 3U);
  EXPECT_EQ(std::count(three.begin(), three.end(), 0) + std::count(three.begin(), three.end(), 1), 1);
  EXPECT_EQ(three.front(), 2) << "the middle covers most";
  const auto five = study.best(5);
  EXPECT_EQ(five.back(), 4);
  EXPECT_EQ(study.best(100).size(), 6U);
}

TEST(GoodTrials, TakesTheGreatestDoubles) {
  constexpr double most = std::numeric_limits<double>::max();
  ObservedStudy study(mixed_space(false), 2);
  study.add(0, TrialState::complete, {-most, most});
  study.add(1, TrialState::complete, {0, 0});
  study.add(2, TrialState::complete, {most, -most});
  study.add(3, TrialState::complete, {most, most});
  EXPECT_EQ(study.best(4).size(), 4U);
  EXPECT_EQ(study.best(4).back(), 3);
}

}  // namespace
}  // namespace vernier
