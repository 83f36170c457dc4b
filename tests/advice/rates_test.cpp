// The range test and the search of rates, against quadratics whose best rate is known.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/advice/small_data.hpp"
#include "vernier/advice/rate_search.hpp"
#include "vernier/advice/subject.hpp"

namespace vernier::advice {
namespace {

constexpr Index rows = 64;

TEST(RangeTest, OfAQuadraticDivergesJustAboveTwoOverItsCurvature) {
  // mean squared error on inputs with E[x x'] = 1: the Hessian is 2, so gradient descent on all rows diverges above 1
  const tune::TrainingTask task = task_of(orthogonal_table(8, 0.5));
  const RangeTest test = range_test(task, linear_regression(rows, 0.1), 1, {.steps = 300});
  ASSERT_TRUE(test.diverged.has_value());
  EXPECT_GT(*test.diverged, 1.0);
  EXPECT_LT(*test.diverged, 4.0) << "growing out of a tiny error takes a few steps";
  EXPECT_LT(test.minimum, *test.diverged);
  EXPECT_GT(test.minimum, 0.1);
  EXPECT_LE(test.steepest, test.minimum);
  EXPECT_EQ(test.rates.size(), test.losses.size());
  EXPECT_NEAR(test.rates.front(), 1e-6, 1e-12);
}

TEST(RangeTest, RepeatsWithItsSeed) {
  const tune::TrainingTask task = task_of(orthogonal_table(8, 0.5));
  const auto test = [&](std::uint64_t seed) { return range_test(task, linear_regression(16, 0.1), seed).to_json(); };
  EXPECT_EQ(test(1), test(1));
  EXPECT_NE(test(1), test(2));
}

TEST(RateSearch, ContainsTheBestRateOfAQuadratic) {
  // one step of the rate 1 / 2 reaches the optimum; five steps tell the rates apart
  const tune::TrainingTask task = task_of(orthogonal_table(8, 0.5));
  const RateSearch search = search_rates(task, linear_regression(rows, 0.1), 1, {.steps = 5});
  ASSERT_TRUE(search.found());
  EXPECT_LT(search.low, 0.5);
  EXPECT_GT(search.high, 0.5);
  EXPECT_LE(std::log10(search.high / search.low), 1.5 + 1e-9);
  for (const RateTrial& trial : search.trials) {
    if (trial.rate < 2) continue;
    EXPECT_GT(trial.mean, search.trials.front().mean) << trial.rate;
  }
}

/// The rule alone, on the parabola of log10(rate) whose least value lies at `best`.
RateSearch searched(double best, double start) {
  RateSearch search;
  search.range_test.minimum = start;
  search_rates(
      search,
      [&](double rate) {
        const double distance = std::log10(rate) - best;
        return RateTrial{.rate = rate, .losses = {}, .mean = 1 + distance * distance};
      },
      1e-6, 10);
  return search;
}

TEST(RateSearch, ClimbsToTheBestFromAnywhere) {
  for (const double best : {-5.2, -3.7, -2.3, -1.0, 0.4}) {
    for (const double start : {1e-5, 1e-3, 1.0}) {
      EXPECT_NEAR(std::log10(searched(best, start).best), best, 1e-6) << best << " from " << start;
    }
  }
}

TEST(RateSearch, IsNotCaughtByOneUnluckyTrial) {
  RateSearch search;
  search.range_test.minimum = 1e-1;
  const auto judge = [](double rate) {
    const double distance = std::log10(rate) + 4;
    const bool unlucky = std::abs(std::log10(rate) + 2.5) < 0.1;
    return RateTrial{.rate = rate, .losses = {}, .mean = distance * distance + (unlucky ? 5 : 0)};
  };
  search_rates(search, judge, 1e-6, 10);
  EXPECT_NEAR(std::log10(search.best), -4, 1e-6);
}

TEST(RateSearch, FindsNothingWhereEveryRateDiverges) {
  RateSearch search;
  search.range_test.minimum = 1e-3;
  search_rates(
      search, [](double rate) { return RateTrial{.rate = rate, .losses = {}, .mean = INFINITY}; }, 1e-6, 10);
  EXPECT_FALSE(search.found());
  EXPECT_TRUE(search.to_json()["best"].is_null());
}

TEST(Subject, RateAndBatchGoIntoTheConfiguration) {
  Configuration given = linear_regression(32, 0.1);
  given.compile["optimizer"] = Json::parse(R"({"lookahead": {"optimizer": {"adam": {"use_ema": true,
      "learning_rate": {"cosine_decay": {"initial_learning_rate": 0.1, "decay_epochs": 3}}}}, "k": 3}})");
  EXPECT_EQ(optimizer_of(given), "adam");
  EXPECT_EQ(with_learning_rate(given, 0.25).compile["optimizer"],
            Json::parse(R"({"lookahead": {"optimizer": {"adam": {"learning_rate": 0.25}}, "k": 3}})"));
  given.compile.erase("optimizer");
  EXPECT_EQ(optimizer_of(given), "rmsprop");
  EXPECT_EQ(batch_size_of(with_batch_size(given, 128)), 128);
  EXPECT_DOUBLE_EQ(scaled_rate(0.1, 32, 128, RateRule::linear), 0.4);
  EXPECT_DOUBLE_EQ(scaled_rate(0.1, 32, 128, RateRule::square_root), 0.2);
}

TEST(Subject, TypicalParamsAreThePriorTheMiddleTheFirst) {
  SearchSpace space;
  space.add("units", Distribution::integer(16, 256, true))
      .add("rate", Distribution::real(0, 1), {}, Prior{0.9})
      .add("kind", Distribution::categorical({"x", "y", "z"}))
      .add("extra", Distribution::real(0, 1), "kind == 'z'");
  const ParamMap params = typical_params(space);
  EXPECT_NEAR(static_cast<double>(std::get<std::int64_t>(params.at("units"))), 64, 1);
  EXPECT_DOUBLE_EQ(std::get<double>(params.at("rate")), 0.9);
  EXPECT_EQ(std::get<std::string>(params.at("kind")), "x");
  EXPECT_FALSE(params.contains("extra"));
  space.constrain("units > 200");
  EXPECT_GT(std::get<std::int64_t>(typical_params(space).at("units")), 200);
}

}  // namespace
}  // namespace vernier::advice
