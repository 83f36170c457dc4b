#include <gmock/gmock.h>

#include <cmath>
#include <map>

#include "vernier/pruners/pruner.hpp"
#include "vernier/testing/simulated_study.hpp"

namespace vernier {
namespace {

/// Trials told by hand, whose loss stays what it is.
class HalvingTest : public testing::Test {
 protected:
  void settle(double loss, double steps, TrialState state = TrialState::paused) {
    auto record = std::make_shared<TrialRecord>(trial(next_++, loss, steps));
    record->state = state;
    records_.push_back(std::move(record));
  }
  static TrialRecord trial(TrialNumber number, double loss, double steps) {
    TrialRecord record;
    record.number = number;
    for (double step = 1; step <= steps; ++step) record.reports.push_back({step, {loss}});
    return record;
  }
  [[nodiscard]] History history() const {
    History history;
    history.space = &space_;
    history.objectives = objectives_;
    history.resource = Resource{"epochs", 1, 81};
    history.budget = budget_;
    history.settled = records_;
    history.running = running_;
    return history;
  }
  Decision decide(const Component& pruner, double loss, double steps) {
    return make_pruner(pruner)->decide(trial(next_, loss, steps), history());
  }

  SearchSpace space_;
  std::vector<Objective> objectives_{Objective{}};
  Budget budget_;
  std::vector<std::shared_ptr<const TrialRecord>> records_, running_;
  TrialNumber next_ = 0;
};

const Component asha{"asha", {{"grace", 1}}};
const Component asha_stop{"asha", {{"grace", 1}, {"others", "stop"}}};

// Rungs at 1, 3, 9, 27; 81 is the end.
TEST_F(HalvingTest, TheBestThirdOfARungGoesOn) {
  for (const double loss : {0.3, 0.5, 0.7, 0.9, 1.1}) settle(loss, 1);
  EXPECT_EQ(decide(asha, 0.4, 1), Decision::keep) << "the second of six";
  EXPECT_EQ(decide(asha, 0.6, 1), Decision::pause) << "the third of six";
  EXPECT_EQ(decide(asha_stop, 0.6, 1), Decision::stop);
  EXPECT_EQ(decide(asha, 9, 2), Decision::keep) << "between rungs";
  EXPECT_EQ(decide(asha, 9, 81), Decision::keep) << "at the end";
  EXPECT_EQ(decide(asha, std::nan(""), 2), Decision::stop);
}

TEST_F(HalvingTest, LetsGoOnWhileThereAreTooFewToCompareWith) {
  EXPECT_EQ(decide(asha, 0.9, 1), Decision::keep) << "the first of all";
  settle(0.1, 1);
  EXPECT_EQ(decide(asha, 0.9, 1), Decision::pause) << "the second of two may still be resumed";
  EXPECT_EQ(decide(asha_stop, 0.9, 1), Decision::keep);
  settle(0.2, 1);
  EXPECT_EQ(decide(asha_stop, 0.9, 1), Decision::stop) << "the third of three";
}

TEST_F(HalvingTest, AReportThatLeavesOutStepsCountsForTheRungsItPasses) {
  for (const double loss : {0.3, 0.5, 0.7}) settle(loss, 10);
  TrialRecord coarse;
  coarse.number = next_;
  coarse.reports = {{2, {0.6}}, {10, {0.6}}};
  EXPECT_EQ(make_pruner(asha)->decide(coarse, history()), Decision::pause) << "10 passes the rung of 9";
  coarse.reports = {{2, {0.2}}, {10, {0.2}}};
  EXPECT_EQ(make_pruner(asha)->decide(coarse, history()), Decision::keep);
}

TEST_F(HalvingTest, PromotesTheBestPausedTrialOfTheHighestRung) {
  const auto pruner = make_pruner(asha);
  settle(0.5, 1);
  settle(0.7, 1);
  EXPECT_EQ(pruner->promote(history()), std::nullopt);
  settle(0.9, 1);
  EXPECT_EQ(pruner->promote(history()), 0) << "the best of three";
  running_ = {records_[0]};
  EXPECT_EQ(pruner->promote(history()), std::nullopt) << "it runs already";
  running_.clear();
  records_[0] = std::make_shared<TrialRecord>(trial(0, 0.5, 3));
  std::const_pointer_cast<TrialRecord>(records_[0])->state = TrialState::paused;
  EXPECT_EQ(pruner->promote(history()), std::nullopt) << "it waits at the rung of 3, alone";
  settle(0.4, 3);
  settle(0.3, 3);
  EXPECT_EQ(pruner->promote(history()), 4) << "the best of three at the rung of 3, before any of the rung of 1";
  EXPECT_EQ(make_pruner(asha_stop)->promote(history()), 4) << "what is paused is resumed whoever paused it";
}

TEST_F(HalvingTest, CompleteTrialsCountAtEveryRungAndFailedOnesAsWorst) {
  settle(0.2, 2, TrialState::complete);
  settle(NAN, 3, TrialState::failed);
  settle(0.9, 3);
  EXPECT_EQ(decide(asha, 0.1, 3), Decision::keep);
  EXPECT_EQ(decide(asha, 0.5, 3), Decision::pause) << "behind the one that was complete after two epochs";
}

TEST_F(HalvingTest, TheGraceIsATwentiethOfTheResource) {
  for (int k = 0; k < 8; ++k) settle(0.1, 81, TrialState::complete);
  EXPECT_EQ(decide("asha", 9, 4), Decision::keep);
  EXPECT_EQ(decide("asha", 9, 5), Decision::pause);
}

TEST_F(HalvingTest, MaximisingTurnsTheComparison) {
  objectives_[0].direction = Direction::maximize;
  for (const double value : {0.3, 0.5, 0.7, 0.9, 1.1}) settle(value, 1);
  EXPECT_EQ(decide(asha, 1.0, 1), Decision::keep);
  EXPECT_EQ(decide(asha, 0.4, 1), Decision::pause);
}

TEST_F(HalvingTest, SeveralObjectivesAreComparedByNonDominationRank) {
  objectives_ = {Objective{"error"}, Objective{"speed", Direction::maximize}};
  const auto at_rung = [&](double error, double speed) {
    TrialRecord record;
    record.number = next_;
    record.reports = {{1, {error, speed}}};
    return record;
  };
  for (const auto& [error, speed] : {std::pair{1, 5}, {5, 9}, {3, 7}, {6, 4}, {7, 3}}) {
    auto record = std::make_shared<TrialRecord>(at_rung(error, speed));
    record->state = TrialState::paused;
    records_.push_back(std::move(record));
    ++next_;
  }
  const auto decision = [&](double error, double speed) {
    return make_pruner(asha)->decide(at_rung(error, speed), history());
  };
  EXPECT_EQ(decision(0.5, 9.5), Decision::keep) << "nobody dominates it, and it dominates all";
  EXPECT_EQ(decision(2, 6.5), Decision::pause) << "not dominated, but behind three older ones of the same rank";
  EXPECT_EQ(decision(6.5, 3.5), Decision::pause) << "dominated";
  EXPECT_EQ(make_pruner(asha)->promote(history()), 0) << "of five one goes on: the oldest of the first front";
}

// With 81 epochs and a reduction of 3 there are four brackets (the fifth of Hyperband has no rung at all), which begin
// at 1, 3, 9 and 27 with 27, 12, 6 and 4 trials of every 49: each spends about as much.
TEST_F(HalvingTest, HyperbandSharesTrialsAmongItsBrackets) {
  for (int k = 0; k < 147; ++k) settle(0.1, 81, TrialState::complete);
  const auto pruner = make_pruner("hyperband");
  std::map<double, int> first_pauses;
  for (TrialNumber number = 147; number < 196; ++number) {
    for (const double step : {1, 3, 9, 27}) {
      if (pruner->decide(trial(number, 0.5, step), history()) == Decision::keep) continue;
      ++first_pauses[step];
      break;
    }
  }
  EXPECT_EQ(first_pauses, (std::map<double, int>{{1, 27}, {3, 12}, {9, 6}, {27, 4}}));
}

TEST_F(HalvingTest, HyperbandTakesAnyReductionAndNumberOfBrackets) {
  for (const Json& options : {Json{{"brackets", 20}}, Json{{"reduction", 1e9}}, Json{{"reduction", 1e300}}}) {
    History open = history();
    open.resource.reset();
    const auto pruner = make_pruner({"hyperband", options});
    for (TrialNumber number = 0; number < 20; ++number) {
      EXPECT_EQ(pruner->decide(trial(number, 0.5, 1), open), Decision::keep) << options;  // nobody to compare with
    }
    EXPECT_EQ(pruner->promote(open), std::nullopt);
  }
}

TEST_F(HalvingTest, HyperbandComparesWithinABracket) {
  for (int k = 0; k < 49; ++k) settle(0.1, 1);
  int keeps = 0;
  for (TrialNumber number = 49; number < 98; ++number) {
    keeps += make_pruner("hyperband")->decide(trial(number, 0.5, 3), history()) == Decision::keep ? 1 : 0;
  }
  EXPECT_EQ(keeps, 49) << "nobody has been at 3 yet, the rung of the second bracket";
  for (int k = 0; k < 49; ++k) settle(0.1, 3);
  keeps = 0;
  for (TrialNumber number = 98; number < 147; ++number) {
    keeps += make_pruner("hyperband")->decide(trial(number, 0.5, 3), history()) == Decision::keep ? 1 : 0;
  }
  EXPECT_EQ(keeps, 6 + 4) << "those of the brackets that begin later";
}

TEST_F(HalvingTest, AutoHalvesWhereEpochsAreLimitedAndTakesTheMedianWhereTrialsAre) {
  for (int k = 0; k < 8; ++k) settle(0.1 * k, 6, TrialState::complete);
  budget_.resource = 1000;
  EXPECT_EQ(decide("auto", 0.33, 5), Decision::pause) << "the fifth of nine at the first rung";
  budget_ = {.trials = 40, .resource = {}};
  EXPECT_EQ(decide("auto", 0.33, 6), Decision::keep) << "better than the median of 0.35";
  EXPECT_EQ(decide("auto", 0.36, 6), Decision::stop);
}

/// How many steps a study of 60 configurations takes until the best one has been trained to its end.
double steps_until_best(const Component& pruner, std::uint64_t seed) {
  SearchSpace space;
  space.add("x", Distribution::integer(0, 59));
  SimulatedStudy study({.space = space, .seed = seed, .budget = 100000, .fails_every = 0, .steps = 27});
  std::int64_t best = 0;
  const auto loss_of = [&](std::int64_t x) { return study.loss({{"x", x}}); };
  for (std::int64_t x = 1; x < 60; ++x) best = loss_of(x) < loss_of(best) ? x : best;
  const auto sampler = make_sampler({"grid", Json{{"shuffle", true}}});
  const auto rule = make_pruner(pruner);
  std::map<TrialNumber, double> trained;
  double steps = 0;
  while (study.advance(*sampler, *rule)) {
    const TrialRecord& last = *study.results().back();
    steps += *last.last_step() - trained[last.number];
    trained[last.number] = *last.last_step();
    if (last.state == TrialState::complete && last.params.at("x") == ParamValue(best)) break;
  }
  return steps;
}

TEST(Halving, FindsTheBestOfAGridWithAFractionOfTheSteps) {
  for (const char* pruner : {"asha", "hyperband"}) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 5; ++seed) sum += steps_until_best(pruner, seed) / 5;
    EXPECT_LT(sum, 0.5 * 60 * 27 / 2) << pruner;  // one after the other the best comes after half of all on average
  }
}

}  // namespace
}  // namespace vernier
