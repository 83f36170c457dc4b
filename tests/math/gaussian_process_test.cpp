#include "vernier/math/gaussian_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/rng.hpp"

namespace vernier {
namespace {

GaussianData sample(std::size_t numbers, std::size_t categories, int count) {
  GaussianData data{.numbers = numbers, .categories = categories, .points = {}, .values = {}};
  Rng rng(11);
  for (int i = 0; i < count; ++i) {
    double value = 0;
    for (std::size_t k = 0; k < numbers; ++k) {
      data.points.push_back(rng.uniform());
      value += std::sin(4 * data.points.back());
    }
    for (std::size_t k = 0; k < categories; ++k) {
      data.points.push_back(static_cast<double>(rng.below(3)));
      value += data.points.back() == 1 ? 1 : 0;
    }
    data.values.push_back(value - 1 + 0.1 * rng.normal());
  }
  return data;
}

/// `at` gives a value at x and writes its gradient.
template <class Function>
void expect_gradient(const Function& at, const std::vector<double>& x, double tolerance) {
  std::vector<double> gradient(x.size()), ignored(x.size());
  (void)at(x, gradient);
  for (std::size_t k = 0; k < x.size(); ++k) {
    std::vector<double> up = x, down = x;
    up[k] += 1e-5;
    down[k] -= 1e-5;
    EXPECT_NEAR(gradient[k], (at(up, ignored) - at(down, ignored)) / 2e-5, tolerance) << k;
  }
}

TEST(GaussianPosterior, GradientIsThatOfFiniteDifferences) {
  GaussianData data = sample(2, 2, 15);
  for (int i = 0; i < 4; ++i) data.points.push_back(data.points[static_cast<std::size_t>(i)]);  // a repeated point
  data.values.push_back(0.3);
  const GaussianPosterior posterior(data);
  const auto at = [&](std::vector<double> x, std::span<double> gradient) {
    for (double& value : x) value = std::exp(value);
    GaussianParameters parameters{{x.begin(), x.begin() + 4}, x[4], x[5], x[6]};
    if (x.size() > 7) parameters.warp = {{x[7], x[8]}, {x[9], x[10]}};
    return posterior(parameters, gradient);
  };
  const std::vector<double> plain{0.5, -0.7, 0.2, 1.1, 0.3, -3, -2};
  std::vector<double> warped = plain;
  warped.insert(warped.end(), {0.4, -0.3, -0.6, 0.2});
  for (const std::vector<double>& logs : {plain, warped}) {
    expect_gradient(at, logs, 1e-6);
  }
}

// sin(12 x^3) waves ever faster: bent, the scale of x is one on which it waves evenly.
TEST(GaussianFit, BendsTheScaleOfANumber) {
  GaussianData data{.numbers = 1, .categories = 0, .points = {}, .values = {}}, rest = data;
  for (int k = 0; k < 40; ++k) {
    GaussianData& part = k % 2 == 0 ? data : rest;
    part.points.push_back((k + 0.5) / 40);
    part.values.push_back(std::sin(12 * std::pow(part.points.back(), 3)));
  }
  double error[2] = {};
  for (const bool warp : {false, true}) {
    const GaussianProcess process(data, fit_gaussian_process(data, {.warp = warp}));
    std::vector<double> mean(rest.size()), variance(rest.size());
    process.predict(rest.points, mean, variance);
    for (std::size_t i = 0; i < mean.size(); ++i) error[warp] += std::pow(mean[i] - rest.values[i], 2);
  }
  EXPECT_LT(error[true], 0.5 * error[false]);
}

TEST(GaussianPosterior, SoItIsWithManyCoordinatesAndTheSparsePrior) {
  const GaussianPosterior posterior(sample(24, 2, 20), {.sparse = true});
  Rng rng(3);
  std::vector<double> logs(29);
  for (double& x : logs) x = -2 + rng.normal();
  const auto at = [&](const std::vector<double>& x, std::span<double> gradient) {
    GaussianParameters parameters{{}, std::exp(x[26]), std::exp(x[27]), std::exp(x[28])};
    for (std::size_t k = 0; k < 26; ++k) parameters.relevance.push_back(std::exp(x[k]));
    return posterior(parameters, gradient);
  };
  expect_gradient(at, logs, 1e-5);
}

// 3 of 60 coordinates matter; 80 values tell which.
TEST(GaussianProcess, TheSparsePriorFindsTheFewThatMatter) {
  Rng rng(5);
  GaussianData data{.numbers = 60, .categories = 0, .points = {}, .values = {}};
  for (int i = 0; i < 80; ++i) {
    std::vector<double> x(60);
    for (double& u : x) u = rng.uniform();
    data.points.insert(data.points.end(), x.begin(), x.end());
    data.values.push_back(std::sin(3 * x[7]) + 2 * x[20] * x[20] - 1.5 * x[51]);
  }
  const GaussianParameters found = fit_gaussian_process(data, {.sparse = true});
  for (std::size_t k = 0; k < 60; ++k) {
    if (k == 7 || k == 20 || k == 51) {
      EXPECT_GT(found.relevance[k], 0.1) << k;
    } else {
      EXPECT_LT(found.relevance[k], 0.05) << k;
    }
  }
}

// One observation y at distance r = 1: mean k y / (s + o + n), variance s - k^2 / (s + o + n).
TEST(GaussianProcess, AgreesWithTheClosedFormOfOneObservation) {
  const GaussianProcess process({.numbers = 1, .categories = 1, .points = {0, 2}, .values = {1.5}},
                                {.relevance = {3, 1}, .scale = 2, .own = 0.3, .noise = 0.2});
  const std::vector<double> points{0.5, 1, 0, 2};  // r^2 = 3 / 4 + 1 there, 0 at the observation itself
  std::vector<double> mean(2), variance(2);
  process.predict(points, mean, variance);
  const double a = std::sqrt(5 * 1.75), k = 2 * (1 + a + a * a / 3) * std::exp(-a);
  EXPECT_NEAR(mean[0], k * 1.5 / 2.5, 1e-12);
  EXPECT_NEAR(variance[0], 2 - k * k / 2.5, 1e-12);
  EXPECT_NEAR(mean[1], 2 * 1.5 / 2.5, 1e-12);
  process.predict_whole(points, mean, variance);
  EXPECT_NEAR(mean[0], k * 1.5 / 2.5, 1e-12);
  EXPECT_NEAR(mean[1], 2.3 * 1.5 / 2.5, 1e-12);
  EXPECT_NEAR(variance[1], 2.3 - 2.3 * 2.3 / 2.5, 1e-12);
}

TEST(GaussianProcess, GradientsOfAPredictionAreThoseOfFiniteDifferences) {
  const GaussianProcess process(sample(3, 1, 20),
                                {.relevance = {2, 5, 1, 0.5}, .scale = 1, .own = 0.01, .noise = 0.02});
  const std::vector<double> point{0.3, 0.8, 0.5, 1};
  std::vector<double> by_mean(3), by_variance(3), ignored(3);
  double mean = 0, variance = 0;
  process.predict(point, mean, variance, by_mean, by_variance);
  for (std::size_t k = 0; k < 3; ++k) {
    std::vector<double> up = point, down = point;
    up[k] += 1e-6;
    down[k] -= 1e-6;
    double mean_up = 0, mean_down = 0, variance_up = 0, variance_down = 0;
    process.predict(up, mean_up, variance_up, ignored, ignored);
    process.predict(down, mean_down, variance_down, ignored, ignored);
    EXPECT_NEAR(by_mean[k], (mean_up - mean_down) / 2e-6, 1e-6);
    EXPECT_NEAR(by_variance[k], (variance_up - variance_down) / 2e-6, 1e-6);
  }
}

TEST(GaussianProcess, AnExpectedObservationKeepsTheMeanAndLowersTheVariance) {
  const GaussianProcess before(sample(2, 0, 12), {.relevance = {3, 3}, .scale = 1, .own = 0.01, .noise = 0.01});
  const std::vector<double> pending{0.9, 0.1};
  const GaussianProcess after = before.with_expected(pending);
  const std::vector<double> points{0.9, 0.1, 0.8, 0.2, 0.1, 0.9};
  std::vector<double> mean(3), variance(3), later_mean(3), later_variance(3);
  before.predict(points, mean, variance);
  after.predict(points, later_mean, later_variance);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(mean[i], later_mean[i], 1e-9);
    EXPECT_LE(later_variance[i], variance[i] + 1e-12);
  }
  EXPECT_LT(later_variance[0], 0.1 * variance[0] + 0.02);
}

TEST(GaussianProcess, LeftOutIsWhatTheOthersSay) {
  const GaussianData data = sample(2, 1, 9);
  const GaussianParameters parameters{.relevance = {3, 1, 0.5}, .scale = 1.5, .own = 0.01, .noise = 0.05};
  const std::vector<double> left_out = GaussianProcess(data, parameters).left_out();
  for (std::size_t i = 0; i < data.size(); ++i) {
    GaussianData others = data;
    const auto first = others.points.begin() + static_cast<std::ptrdiff_t>(3 * i);
    const std::vector<double> point(first, first + 3);
    others.points.erase(first, first + 3);
    others.values.erase(others.values.begin() + static_cast<std::ptrdiff_t>(i));
    double mean = 0, variance = 0;
    GaussianProcess(others, parameters).predict(point, {&mean, 1}, {&variance, 1});
    EXPECT_NEAR(left_out[i], mean, 1e-10) << i;
  }
}

// With a trend the process models what is left: far from observations it is the trend, and a shift of the data by the
// trend shifts the predictions by it.
TEST(GaussianProcess, StandsOnItsTrend) {
  const GaussianParameters parameters{
      .relevance = {3, 1, 0.5}, .scale = 1.5, .own = 0.01, .noise = 0.05, .warp = {{0.7, 1.4}, {1.2, 0.8}}};
  const auto base = std::make_shared<const GaussianProcess>(sample(2, 1, 7), parameters);
  const GaussianTrend trend{{{0.4, base}}};
  const GaussianData data = sample(2, 1, 12);
  const GaussianProcess process(data, parameters, trend), rest(trend.taken_off(data), parameters);
  const std::vector<double> point{0.3, 0.8, 1};
  double mean = 0, variance = 0, rest_mean = 0, rest_variance = 0, base_mean = 0, unused = 0;
  std::vector<double> gradient(2), variance_gradient(2);
  process.predict(point, {&mean, 1}, {&variance, 1});
  rest.predict(point, {&rest_mean, 1}, {&rest_variance, 1});
  base->predict(point, {&base_mean, 1}, {&unused, 1});
  EXPECT_NEAR(mean, rest_mean + 0.4 * base_mean, 1e-12);
  EXPECT_NEAR(variance, rest_variance, 1e-12);
  process.predict(point, mean, variance, gradient, variance_gradient);
  for (std::size_t k = 0; k < 2; ++k) {
    std::vector<double> around = point;
    around.insert(around.end(), point.begin(), point.end());
    around[k] += 1e-5;
    around[k + 3] -= 1e-5;
    std::vector<double> means(2), variances(2);
    process.predict(around, means, variances);
    EXPECT_NEAR(gradient[k], (means[0] - means[1]) / 2e-5, 1e-6);
  }
}

TEST(GaussianFit, FindsWhichCoordinatesMatterAndWhatIsNoise) {
  GaussianData data{.numbers = 3, .categories = 0, .points = {}, .values = {}};
  Rng rng(5);
  for (int i = 0; i < 60; ++i) {
    const double x = rng.uniform();
    for (int again = 0; again < 2; ++again) {  // every point twice
      const double noise = 0.2 * rng.normal();
      data.points.insert(data.points.end(), {x, 0.5, 0.5});
      data.values.push_back(std::sin(6 * x) + noise);
    }
    data.points[data.points.size() - 2] = data.points[data.points.size() - 5] = rng.uniform();
  }
  const GaussianParameters found = fit_gaussian_process(data);
  EXPECT_GT(found.relevance[0], 10 * found.relevance[1]);
  EXPECT_NEAR(std::sqrt(found.noise), 0.2, 0.05);
  EXPECT_LT(found.own, 0.01);
}

// Repeats agree, but the points differ from any smooth function: that is their own, not noise.
TEST(GaussianFit, TellsNoiseFromWhatAPointHasOfItsOwnByRepeats) {
  GaussianData data{.numbers = 1, .categories = 0, .points = {}, .values = {}};
  Rng rng(6);
  for (int i = 0; i < 40; ++i) {
    const double x = rng.uniform(), value = rng.normal();
    for (int again = 0; again < 2; ++again) {
      data.points.push_back(x);
      data.values.push_back(value);
    }
  }
  EXPECT_LT(fit_gaussian_process(data).noise, 1e-4);
}

TEST(GaussianProcess, TakesASingularMatrix) {
  GaussianData data{.numbers = 1, .categories = 0, .points = std::vector<double>(30, 0.5), .values = {}};
  data.values.assign(30, 0.7);
  const GaussianProcess process(data, {.relevance = {1}, .scale = 1, .own = 0, .noise = 0});
  std::vector<double> mean(1), variance(1);
  process.predict(std::vector<double>{0.5}, mean, variance);
  EXPECT_NEAR(mean[0], 0.7, 1e-3);
  EXPECT_GT(variance[0], 0);
  for (const double relevance : fit_gaussian_process(data).relevance) EXPECT_TRUE(std::isfinite(relevance));
}

}  // namespace
}  // namespace vernier
