#include <gmock/gmock.h>

#include <cmath>

#include "tests/samplers/support/least_loss.hpp"
#include "vernier/samplers/support/trust_region.hpp"
#include "vernier/testing/spaces.hpp"

namespace vernier {
namespace {

/// A study of which only the values of its trials count.
class RegionStudy {
 public:
  void add(double value) { record(TrialState::complete, {value}); }
  void fail() { record(TrialState::failed, {}); }
  [[nodiscard]] History history() const {
    History history;
    history.space = &space_;
    history.objectives = objectives_;
    history.settled = settled_;
    return history;
  }

 private:
  void record(TrialState state, std::vector<double> values) {
    TrialRecord record;
    record.number = std::ssize(settled_);
    record.state = state;
    record.values = std::move(values);
    settled_.push_back(std::make_shared<const TrialRecord>(std::move(record)));
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  std::vector<std::shared_ptr<const TrialRecord>> settled_;
};

TEST(TrustRegion, DoublesAfterThreeSuccessesAndHalvesAfterFailures) {
  RegionStudy study;
  TrustRegionWalk region(2, 4);
  const auto length = [&] {
    region.update(study.history());
    return region.length();
  };
  EXPECT_EQ(length(), 0.8);
  for (const double value : {50.0, 40.0}) study.add(value);  // of the startup
  EXPECT_EQ(length(), 0.8);
  for (const double value : {30.0, 29.0}) study.add(value);
  EXPECT_EQ(length(), 0.8);
  study.add(28);
  EXPECT_EQ(length(), 1.6);
  for (const double value : {27.0, 26.0, 25.0}) study.add(value);
  EXPECT_EQ(length(), 1.6) << "no larger";
  for (const double value : {25.0, 26.0, 99.0}) study.add(value);  // as good is no success
  EXPECT_EQ(length(), 1.6);
  study.fail();
  EXPECT_EQ(length(), 0.8);
  for (const double value : {30.0, 30.0, 30.0, 24.0}) study.add(value);  // a success between
  EXPECT_EQ(length(), 0.8);
  for (const double value : {30.0, 30.0, 30.0, 30.0}) study.add(value);
  EXPECT_EQ(length(), 0.4);
}

TEST(TrustRegion, BeginsAgainBelowItsLeastLength) {
  RegionStudy study;
  TrustRegionWalk region(3, 2);
  for (int i = 0; i < 3 + 2 * 6; ++i) study.add(i);  // 0.8 / 2^6 = 0.0125
  region.update(study.history());
  EXPECT_EQ(region.length(), 0.0125);
  EXPECT_EQ(region.restarts(), 0);
  study.add(100);
  study.add(100);
  region.update(study.history());
  EXPECT_EQ(region.length(), 0.8);
  EXPECT_EQ(region.restarts(), 1);
  EXPECT_TRUE(region.trials().empty());
  for (const double value : {50.0, 50.0, 50.0, 49.0, 48.0, 47.0}) study.add(value);  // worse than in the first run
  region.update(study.history());
  EXPECT_EQ(region.length(), 1.6);
  TrustRegionWalk cold(3, 2);
  cold.update(study.history());
  EXPECT_EQ(cold.length(), region.length());
  EXPECT_EQ(cold.trials(), region.trials());
}

double first_four(const ParamMap& params) {
  double sum = 0;
  for (const char* name : {"x0", "x1", "x2", "x3"}) sum += std::pow(*as_number(params.at(name)) - 1.5, 2);
  return sum;
}

// 4 of 20 parameters matter. The median of random points is about 35, the best of 100 about 5.
TEST(TurboSampler, FindsTheOptimumInTwentyDimensions) {
  EXPECT_LT(least_loss("turbo", {.space = box_of_reals(20)}, 100, first_four), 0.05);
}

// Nothing improves, so the region halves each 5 trials, and all proposals lie in it.
TEST(TurboSampler, ProposesWithinTheRegion) {
  const SearchSpace space = box_of_reals(8);
  SimulatedStudy study({.space = space, .fails_every = 0, .alter = [](TrialRecord& record) {
                          record.values = {record.number == 3 ? 0.0 : 1.0};
                        }});
  const auto sampler = make_sampler({"turbo", {{"startup", 10}, {"patience", 5}}});
  const auto none = make_pruner("none");
  for (int trial = 0; trial < 35; ++trial) ASSERT_TRUE(study.advance(*sampler, *none));
  const ParamMap& center = study.results()[3]->params;
  for (std::size_t trial = 10; trial < 35; ++trial) {
    const double length = 0.8 * std::pow(0.5, static_cast<double>((trial - 10) / 5));
    for (const auto& [name, value] : study.results()[trial]->params) {
      EXPECT_LE(std::abs(*as_number(value) - *as_number(center.at(name))), 10 * length / 2 + 1e-9) << trial;
    }
  }
}

TEST(TurboSampler, GoesOnAfterARestart) {
  const Component component{"turbo", {{"startup", 4}, {"patience", 1}}};
  EXPECT_LT(least_loss(component, {.space = box_of_reals(3)}, 80), 0.01);
}

// With a startup of 2 the model proposes nearly all, and with a patience of 2 runs begin again.
TEST(TurboSampler, ProposalsAreValidAndAFunctionOfTheHistoryFromTheThirdTrialOn) {
  const Component component{"turbo", {{"startup", 2}, {"patience", 2}}};
  const auto none = make_pruner("none");
  for (const SearchSpace& space :
       {mixed_space(false), conditional_space(false), constrained_space(false), narrow_space(false)}) {
    for (const std::int64_t fails_every : {3, 1}) {
      SimulatedStudy study({.space = space, .window = 3, .fails_every = fails_every, .alter = [](TrialRecord& record) {
                              if (record.number % 4 == 1) record.constraints = {1.0};
                              for (double& value : record.values) value *= record.number % 7 == 2 ? 1e300 : 1;
                            }});
      const auto warm = make_sampler(component);
      for (int trial = 0; trial < 25; ++trial) {
        const History history = study.history();
        const auto proposal = make_sampler(component)->propose(history, study.rng());
        ASSERT_TRUE(proposal);
        EXPECT_NO_THROW(space.check(proposal->params, "proposal"));
        EXPECT_EQ(proposal->params, warm->propose(history, study.rng())->params);
        ASSERT_TRUE(study.advance(*warm, *none));
      }
    }
  }
}

}  // namespace
}  // namespace vernier
