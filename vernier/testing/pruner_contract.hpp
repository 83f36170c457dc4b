#pragma once
// What every pruner owes its study, as a GoogleTest suite. Include this in one source file of a test program and name
// the pruners:
//
//   INSTANTIATE_TEST_SUITE_P(Mine, PrunerContract, testing::Values(&my_pruner_info()), vernier::entry_name);
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "vernier/testing/entry_name.hpp"
#include "vernier/testing/simulated_study.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {

class PrunerContract : public testing::TestWithParam<const PrunerInfo*> {
 protected:
  /// Refers every question to `inner` and holds the answers to the contract.
  class Watched : public Pruner {
   public:
    explicit Watched(const PrunerInfo& info) : info_(info), inner_(info.make(Json::object())) {}

    Decision decide(const TrialRecord& trial, const History& history) const override {
      const Decision decision = inner_->decide(trial, history);
      EXPECT_EQ(inner_->decide(trial, history), decision) << "a second call differs";
      EXPECT_EQ(info_.make(Json::object())->decide(trial, history), decision) << "a cold instance differs";
      return decision;
    }
    std::optional<TrialNumber> promote(const History& history) const override {
      const auto promoted = inner_->promote(history);
      EXPECT_EQ(inner_->promote(history), promoted) << "a second call differs";
      EXPECT_EQ(info_.make(Json::object())->promote(history), promoted) << "a cold instance differs";
      if (!promoted) return promoted;
      bool paused = false;
      for (const TrialRecord* trial : history.trials()) {
        paused = paused || (trial->number == *promoted && trial->state == TrialState::paused);
      }
      for (const auto& record : history.running) paused = paused && record->number != *promoted;
      EXPECT_TRUE(paused) << "promoted trial " << *promoted << ", which is not paused";
      return paused ? promoted : std::nullopt;
    }
    std::string describe() const override { return inner_->describe(); }

   private:
    const PrunerInfo& info_;
    std::unique_ptr<Pruner> inner_;
  };

  [[nodiscard]] std::unique_ptr<Pruner> make() const { return GetParam()->make(Json::object()); }
};

TEST_P(PrunerContract, HasANameAndDescribesItself) {
  EXPECT_FALSE(GetParam()->name.empty());
  EXPECT_FALSE(GetParam()->summary.empty());
  EXPECT_FALSE(GetParam()->cites.empty());
  EXPECT_FALSE(make()->describe().empty());
}

TEST_P(PrunerContract, DecidesAFunctionOfTheHistoryAndPromotesWhatIsPaused) {
  for (const std::int64_t window : {1, 4}) {
    for (const Direction direction : {Direction::minimize, Direction::maximize}) {
      SCOPED_TRACE("window " + std::to_string(window) + ", " + std::string(to_string(direction)));
      SimulatedStudy simulated({.space = mixed_space(false),
                                .objectives = {{"value", direction}},
                                .window = window,
                                .diverges_every = 7,
                                .steps = 9});
      const Watched watched(*GetParam());
      const auto sampler = make_sampler("random");
      std::int64_t complete = 0;
      for (int assignment = 0; assignment < 150; ++assignment) {
        ASSERT_TRUE(simulated.advance(*sampler, watched));
        complete += simulated.results().back()->state == TrialState::complete ? 1 : 0;
        if (HasFailure()) return;
      }
      EXPECT_GT(complete, 0) << "no trial ever ran to its end";
    }
  }
}

TEST_P(PrunerContract, NeedsNoOtherTrials) {
  const SimulatedStudy simulated({.space = mixed_space(false)});
  const History history = simulated.history();
  TrialRecord trial;
  EXPECT_EQ(make()->decide(trial, history), Decision::keep) << "a trial without a report";
  for (int step = 1; step <= 20; ++step) {
    trial.reports.push_back({static_cast<double>(step), {1.0 / step}});
    EXPECT_NE(make()->decide(trial, history), Decision::stop) << "stopped without anything to compare with";
  }
  EXPECT_EQ(make()->promote(history), std::nullopt);
}

TEST_P(PrunerContract, TakesCurvesThatAreNotNumbers) {
  SimulatedStudy simulated({.space = mixed_space(false), .fails_every = 0, .diverges_every = 2, .steps = 8});
  const auto sampler = make_sampler("random");
  const Watched watched(*GetParam());
  for (int i = 0; i < 20; ++i) simulated.advance(*sampler, watched);
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double odd : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
    TrialRecord trial;
    trial.number = simulated.trials_begun();
    for (int step = 1; step <= 8; ++step) {
      trial.reports.push_back({static_cast<double>(step), {step % 2 == 0 ? odd : 0.5}});
      EXPECT_NO_THROW((void)watched.decide(trial, simulated.history()));
    }
  }
}

TEST_P(PrunerContract, TakesSeveralObjectivesWhereItSaysSo) {
  if (!GetParam()->multi_objective) GTEST_SKIP() << "one objective only: the study refuses more";
  SimulatedStudy simulated({.space = mixed_space(false),
                            .objectives = {{"error", Direction::minimize}, {"speed", Direction::maximize}},
                            .window = 2});
  const auto sampler = make_sampler("random");
  const Watched watched(*GetParam());
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(simulated.advance(*sampler, watched));
}

}  // namespace vernier
