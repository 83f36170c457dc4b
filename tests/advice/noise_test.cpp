// The noise scale, against gradients that are written down by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/advice/small_data.hpp"
#include "vernier/advice/batch_sizes.hpp"
#include "vernier/advice/noise_scale.hpp"

namespace vernier::advice {
namespace {

TEST(NoiseScale, EstimatesAreUnbiased) {
  // E |g_B|^2 = |G|^2 + tr(Sigma) / B
  const double square = 3;
  const double trace = 40;
  const NoiseMoment moment = noise_moment(square + trace / 8, 8, square + trace / 512, 512);
  EXPECT_NEAR(moment.gradient_square, square, 1e-12);
  EXPECT_NEAR(moment.trace, trace, 1e-12);
}

TEST(NoiseScale, OfLinearRegressionAtZeroIsThatOfItsRows) {
  // At w = 0 the gradient of a row is -2 y (x, 1): its mean and the sum of its variances are known from the table.
  const tune::TrainingTask task = task_of(orthogonal_table(128, 1.5));
  const auto x = task.train_part().x.front().values();
  const auto y = task.train_part().y.front().values();
  const std::size_t rows = y.size();
  double sums[4] = {};
  double squares = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < 4; ++k) {
      const double gradient = -2.0 * static_cast<double>(y[row]) * (k < 3 ? static_cast<double>(x[row * 3 + k]) : 1.0);
      sums[k] += gradient;
      squares += gradient * gradient;
    }
  }
  const auto n = static_cast<double>(rows);
  double mean_square = 0;
  for (const double sum : sums) mean_square += sum / n * (sum / n);
  const double trace = (squares - n * mean_square) / (n - 1);
  // a rate of nearly nothing: the weights stay at zero
  const NoiseScale noise = noise_scale(task, linear_regression(16, 1e-9), 3,
                                       {.steps = 40, .moments = 12, .large_batch = 1024, .parts = 256});
  double estimated = 0;
  for (const NoiseMoment& moment : noise.moments) estimated += moment.trace / static_cast<double>(noise.moments.size());
  EXPECT_NEAR(estimated, trace, 0.03 * trace);
  EXPECT_NEAR(noise.scale, trace / mean_square, 0.05 * trace / mean_square);
  EXPECT_LE(noise.low, noise.scale);
  EXPECT_GE(noise.high, noise.scale);
  EXPECT_DOUBLE_EQ(noise.relative_steps(100), 1 + noise.scale / 100);
  EXPECT_DOUBLE_EQ(noise.relative_rows(100), 1 + 100 / noise.scale);
}

TEST(NoiseScale, AveragesTheSignalOfARow) {
  const NoiseScale noise = average_scale({{.step = 0, .loss = 9, .gradient_square = 5, .trace = 1},
                                          {.step = 1, .loss = 8, .gradient_square = 2, .trace = 20},
                                          {.step = 10, .loss = 4, .gradient_square = 1, .trace = 90},
                                          {.step = 500, .loss = 1, .gradient_square = -1, .trace = 300}});
  EXPECT_NEAR(noise.scale, 3 / (1.0 / 10 + 1.0 / 90 - 1.0 / 300), 1e-9) << "noise below 0 counts too";
  EXPECT_DOUBLE_EQ(noise.low, 10);
  EXPECT_DOUBLE_EQ(noise.high, 90);
}

TEST(NoiseScale, IsInfiniteWhereNoiseCoversTheGradient) {
  EXPECT_TRUE(std::isinf(average_scale({{.step = 1, .loss = 2, .gradient_square = -1, .trace = 10}}).scale));
  EXPECT_TRUE(std::isinf(average_scale({}).scale));
}

TEST(NoiseScale, RefusesAHandfulOfRows) {
  const tune::TrainingTask task = task_of("a,y\n1.0,2.5\n2.0,1.5\n3.0,4.5\n");
  EXPECT_THROW((void)noise_scale(task, linear_regression(2, 0.1), 0), InvalidArgument);
}

TEST(PairedDifference, IsStudentsInterval) {
  // differences 1, 2, 3, 4: mean 2.5, deviation 1.29099, t(0.975, 3) = 3.18245
  const PairedDifference difference = paired_difference({2, 4, 6, 8}, {1, 2, 3, 4});
  EXPECT_DOUBLE_EQ(difference.mean, 2.5);
  EXPECT_NEAR(difference.high - difference.mean, 3.18245 * 1.2909944 / 2, 1e-4);
  EXPECT_NEAR(difference.mean - difference.low, 3.18245 * 1.2909944 / 2, 1e-4);
  EXPECT_TRUE(std::isinf(paired_difference({2}, {1}).high));
}

TEST(BatchSizes, ArePairedAndFollowTheRule) {
  const tune::TrainingTask task = task_of(orthogonal_table(40, 1.0), 0.2);
  const BatchSizes sizes = compare_batch_sizes(task, linear_regression(16, 0.1), 0.05, 1, nullptr,
                                               {.sizes = {8, 32}, .epochs = 2, .seeds = 3});
  ASSERT_EQ(sizes.rows.size(), 2U);
  EXPECT_EQ(sizes.rule, RateRule::linear);
  EXPECT_DOUBLE_EQ(sizes.rows[0].learning_rate, 0.025);
  EXPECT_DOUBLE_EQ(sizes.rows[1].learning_rate, 0.1);
  EXPECT_EQ(sizes.rows[0].steps_per_epoch, 32);
  EXPECT_EQ(sizes.rows[1].steps_per_epoch, 8);
  EXPECT_EQ(sizes.rows[1].losses.size(), 3U);
  EXPECT_FALSE(sizes.rows[0].difference.has_value());
  EXPECT_TRUE(sizes.rows[1].difference.has_value());
  EXPECT_TRUE(std::isnan(sizes.rows[0].relative_steps)) << "without a noise scale";
  EXPECT_EQ(sizes.steps, 3 * 2 * (32 + 8));
}

TEST(BatchSizes, FitTheRows) {
  EXPECT_EQ(batch_sizes_for(100'000), (std::vector<Index>{16, 64, 256, 1024}));
  EXPECT_EQ(batch_sizes_for(600), (std::vector<Index>{16, 64}));
  EXPECT_EQ(batch_sizes_for(10), (std::vector<Index>{1}));
}

}  // namespace
}  // namespace vernier::advice
