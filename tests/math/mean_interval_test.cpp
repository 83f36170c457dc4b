#include "vernier/math/mean_interval.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

// Cushny and Peebles 1905, the sample of Student 1908. R: t.test(extra ~ group, paired = TRUE) of its data set sleep
// gives t = 4.0621, df = 9, p = 0.002833, 95 % interval 0.7001142 to 2.4598858, mean 1.58.
TEST(MeanInterval, StudentsOwnSample) {
  const std::vector<double> hours{1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};
  const MeanEstimate estimate = mean_estimate(hours);
  EXPECT_NEAR(estimate.mean, 1.58, 1e-12);
  EXPECT_NEAR(estimate.low, 0.7001142, 1e-7);
  EXPECT_NEAR(estimate.high, 2.4598858, 1e-7);
  EXPECT_NEAR(estimate.p_value, 0.002833, 5e-7);
  EXPECT_NEAR(estimate.mean / estimate.error, 4.0621, 5e-5);
  EXPECT_EQ(estimate.degrees, 9);
}

TEST(MeanInterval, OneValueSaysNothingOfItsError) {
  const MeanEstimate estimate = mean_estimate(std::vector{2.0});
  EXPECT_EQ(estimate.mean, 2);
  EXPECT_TRUE(std::isinf(estimate.low) && std::isinf(estimate.high) && std::isinf(estimate.error));
  EXPECT_EQ(estimate.p_value, 1);
}

TEST(MeanInterval, EqualValuesHaveAnIntervalOfNoLength) {
  const MeanEstimate zero = mean_estimate(std::vector{0.0, 0.0, 0.0});
  EXPECT_EQ(zero.low, 0);
  EXPECT_EQ(zero.high, 0);
  EXPECT_EQ(zero.p_value, 1);
  EXPECT_EQ(mean_estimate(std::vector{1.0, 1.0}).p_value, 0);
}

// By definition t = mean / sqrt((1 / n + share) variance): with values 1 to 4, a share of 1/4 doubles the variance.
TEST(MeanInterval, OverlappingTrainingRowsWidenIt) {
  const std::vector<double> values{1, 2, 3, 4};
  const MeanEstimate plain = mean_estimate(values);
  const MeanEstimate corrected = corrected_resampled_mean(values, 0.25);
  EXPECT_DOUBLE_EQ(corrected.error, plain.error * std::sqrt(2.0));
  EXPECT_DOUBLE_EQ(corrected.high - corrected.low, (plain.high - plain.low) * std::sqrt(2.0));
  EXPECT_EQ(corrected.degrees, 3);
}

TEST(CrossedMean, MeanSquaresOfATableByHand) {
  // line means 1.5 and 4.5, column means 2 and 4, all 3; mean squares 9, 4 and 1
  const std::vector<std::vector<double>> table{{1, 2}, {3, 6}};
  const CrossedMean crossed = crossed_mean(table);
  EXPECT_DOUBLE_EQ(crossed.estimate.mean, 3);
  EXPECT_DOUBLE_EQ(crossed.estimate.error, std::sqrt((9 + 4 - 1) / 4.0));
  EXPECT_DOUBLE_EQ(crossed.estimate.degrees, 9 / (81 / 16.0 + 16 / 16.0 + 1 / 16.0));
  EXPECT_DOUBLE_EQ(crossed.first_error, std::sqrt(9 / 4.0));
  EXPECT_DOUBLE_EQ(crossed.second_error, std::sqrt(3 / 4.0));
}

TEST(CrossedMean, WithoutRowsThatDifferItIsThePairedTest) {
  const std::vector<std::vector<double>> table{{1, 1, 1}, {2, 2, 2}, {4, 4, 4}};
  const MeanEstimate plain = mean_estimate(std::vector{1.0, 2.0, 4.0});
  const CrossedMean crossed = crossed_mean(table);
  EXPECT_DOUBLE_EQ(crossed.estimate.low, plain.low);
  EXPECT_DOUBLE_EQ(crossed.estimate.p_value, plain.p_value);
  EXPECT_EQ(crossed.second_error, 0);
}

TEST(CrossedMean, OneLineOrOneColumnIsAnOrdinarySample) {
  const std::vector<double> sample{1, 2, 4};
  const MeanEstimate plain = mean_estimate(sample);
  const CrossedMean line = crossed_mean(std::vector<std::vector<double>>{sample});
  EXPECT_DOUBLE_EQ(line.estimate.high, plain.high);
  EXPECT_EQ(line.first_error, 0);
  EXPECT_DOUBLE_EQ(line.second_error, plain.error);
  const CrossedMean column = crossed_mean(std::vector<std::vector<double>>{{1}, {2}, {4}});
  EXPECT_DOUBLE_EQ(column.estimate.high, plain.high);
  EXPECT_DOUBLE_EQ(column.first_error, plain.error);
  EXPECT_EQ(column.second_error, 0);
}

TEST(CrossedMean, LinesOfDifferentLengthsAreRefused) {
  EXPECT_THROW((void)crossed_mean(std::vector<std::vector<double>>{{1, 2}, {3}}), InvalidArgument);
  EXPECT_THROW((void)crossed_mean({}), InvalidArgument);
}

// The examples of Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
TEST(ShareInterval, PublishedExamples) {
  const auto expect = [](double part, double count, double low, double high) {
    const ShareInterval interval = share_interval(part, count);
    EXPECT_NEAR(interval.low, low, 5e-5) << part << " of " << count;
    EXPECT_NEAR(interval.high, high, 5e-5) << part << " of " << count;
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0000, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
  EXPECT_EQ(share_interval(0, 0).low, 0);
  EXPECT_EQ(share_interval(0, 0).high, 1);
}

}  // namespace
}  // namespace vernier
