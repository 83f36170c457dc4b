#include "vernier/evaluation/gain.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "benchmarks/evaluation/simulated_errors.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::evaluation {
namespace {

TEST(Gain, TheMeanOfRowScoresIsTheScore) {
  const std::vector<double> squares{1, 4, 9, 16};
  EXPECT_DOUBLE_EQ(mean(row_scores(squares, true)), std::sqrt(7.5));
  EXPECT_DOUBLE_EQ(mean(row_scores(std::vector<double>{0, 1, 1, 0}, false)), 0.5);
  EXPECT_EQ(mean(row_scores(std::vector<double>{0, 0}, true)), 0) << "without an error there is no slope";
}

// The derivative of sqrt(mean of squares) by the square of one row, times their number.
TEST(Gain, RowScoresAreTheDeltaMethod) {
  const std::vector<double> squares{1, 4, 9, 16};
  const std::vector<double> scores = row_scores(squares, true);
  for (std::size_t row = 0; row < squares.size(); ++row) {
    const double step = 1e-6;
    std::vector<double> moved = squares;
    for (std::size_t other = 0; other < moved.size(); ++other) {
      // towards a population that consists of this row alone
      moved[other] += step * (squares[row] - squares[other]);
    }
    const double slope = (std::sqrt(mean(moved)) - std::sqrt(mean(squares))) / step;
    EXPECT_NEAR(scores[row] - std::sqrt(mean(squares)), slope, 1e-5);
  }
}

TEST(Gain, PairsRowsAndSeeds) {
  // errors of two rows with two seeds; differences 1 0 / 1 1
  const std::vector<std::vector<double>> ours{{0, 0}, {0, 0}}, theirs{{1, 0}, {1, 1}};
  const Gain gain = gain_on_rows(ours, theirs);
  EXPECT_EQ(gain.pairs, 2U);
  EXPECT_DOUBLE_EQ(gain.mean, 0.75);
  EXPECT_EQ(gain.probability, 1);
  EXPECT_DOUBLE_EQ(*gain.effect, 0.75 / std::sqrt(0.125));
  EXPECT_DOUBLE_EQ(gain.signed_rank_p_value, 0.5) << "of 4 signs 1 is as extreme on each side";
  const Gain seeds = gain_of_losses(std::vector{0.0, 0.0}, std::vector{0.5, 1.0});
  EXPECT_DOUBLE_EQ(seeds.mean, 0.75);
  EXPECT_DOUBLE_EQ(seeds.error, 0.25);
  EXPECT_EQ(seeds.row_error, 0);
  const Gain none = gain_of_losses(std::vector{1.0, 1.0}, std::vector{1.0, 1.0});
  EXPECT_EQ(none.probability, 0.5) << "equals count half";
  EXPECT_FALSE(none.effect.has_value());
  EXPECT_EQ(none.p_value, 1);
}

TEST(Gain, NeighboursThatAgreeCountAsOne) {
  // 100 moments in 10 runs of equals: as blocks they are the 10 values that they are
  Rng rng(4);
  std::vector<std::vector<double>> zero(1, std::vector<double>(100)), errors = zero;
  std::vector<double> runs(10);
  for (std::size_t run = 0; run < 10; ++run) {
    runs[run] = rng.normal();
    for (std::size_t k = 0; k < 10; ++k) errors[0][10 * run + k] = runs[run];
  }
  const Gain gain = gain_on_rows(zero, errors, true);
  EXPECT_NEAR(gain.mean, mean(runs), 1e-12);
  EXPECT_NEAR(gain.error, std::sqrt(sample_variance(runs) / 10), 1e-12);
  EXPECT_LT(gain_on_rows(zero, errors).error, 0.5 * gain.error);
}

// benchmarks/evaluation runs this at 2,000 studies and more problems; here a fixed seed and wider bounds.
TEST(Gain, IntervalsHoldTheTruthAndNothingIsFoundWhereNothingIs) {
  constexpr int studies = 400;
  int covered = 0, helped = 0;
  for (int k = 0; k < studies; ++k) {
    const SimulatedProblem problem{.classes = k % 2 == 0, .rows = 200, .error = 0.1};
    const SimulatedStudy study = simulate_study(problem, 5, Rng(5).split(static_cast<std::uint64_t>(k)));
    const Gain gain = gain_on_rows(study.tuned, study.plain);
    if (gain.low <= study.truth && study.truth <= gain.high) ++covered;
    if (gain.low > 0) ++helped;
  }
  EXPECT_GE(covered, studies * 92 / 100);
  EXPECT_LE(covered, studies * 98 / 100);
  EXPECT_LE(helped, studies * 6 / 100);
}

}  // namespace
}  // namespace vernier::evaluation
