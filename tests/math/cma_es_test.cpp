#include "vernier/math/cma_es.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace vernier {
namespace {

using Loss = std::function<double(const std::vector<double>&)>;

/// Generations until the loss of a sample is below `target`; at most `limit`.
int generations_to(CmaEs& search, const Loss& loss, double target, int limit, Rng& rng) {
  for (int generation = 1; generation <= limit; ++generation) {
    std::vector<std::vector<double>> points;
    for (std::size_t i = 0; i < search.population(); ++i) points.push_back(search.sample(rng));
    std::sort(points.begin(), points.end(), [&](const auto& a, const auto& b) { return loss(a) < loss(b); });
    search.update(points);
    if (loss(points.front()) < target) return generation;
  }
  return limit;
}

double ellipsoid(const std::vector<double>& x) {
  double sum = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    sum += std::pow(1e4, static_cast<double>(k) / static_cast<double>(x.size() - 1)) * x[k] * x[k];
  }
  return sum;
}

// pycma 4.5.0 for the same dimension and population.
TEST(CmaEs, ConstantsAreThoseOfPycma) {
  const CmaConstants constants(10, 10);
  EXPECT_EQ(constants.parents, 5U);
  EXPECT_NEAR(constants.effective_parents, 3.1672992814107012, 1e-12);
  EXPECT_NEAR(constants.path_decay, 0.29499038303562225, 1e-12);
  EXPECT_NEAR(constants.step_path_decay, 0.3196142529106334, 1e-12);
  EXPECT_NEAR(constants.step_damping, 1.3196142529106334, 1e-12);
  EXPECT_NEAR(constants.rank_one, 0.015283824524751714, 1e-12);
  EXPECT_NEAR(constants.rank_mu, 0.02355177665041747, 1e-12);
  const std::vector<double> expected{
      0.45627264690340597,  0.2707530970017852,   0.16223111715866978,  0.08523354710016448,  0.025509591835974777,
      -0.08001260758087224, -0.22176416099914653, -0.34455494178482093, -0.45286408637842196, -0.5497499176973853};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(constants.weights[i], expected[i], 1e-12) << i;
}

TEST(CmaEs, StepSizeOfLargePopulationsIsThatOfPycma) {
  EXPECT_NEAR(CmaConstants(5, 100).step_damping, 3.660661410933847, 1e-9);
  EXPECT_NEAR(CmaConstants(10, 200).step_damping, 6.479288271556601, 1e-9);
  EXPECT_NEAR(CmaConstants(10, 400).step_damping, 9.32991927887667, 1e-9);
  EXPECT_EQ(CmaConstants(10, 400).step_path_decay, 0.5);
}

TEST(CmaEs, NegativeWeightsKeepTheCovarianceDefinite) {
  for (const std::size_t n : {1U, 2U, 7U, 40U}) {
    for (const std::size_t population : {4U, 5U, 17U, 200U}) {
      const CmaConstants c(n, population);
      const double sum = std::accumulate(c.weights.begin(), c.weights.begin() + static_cast<long>(c.parents), 0.0);
      EXPECT_NEAR(sum, 1, 1e-12);
      double negative = 0;
      for (const double weight : c.weights) negative += std::max(0.0, -weight);
      EXPECT_LE(static_cast<double>(n) * c.rank_mu * negative, 1 - c.rank_one - c.rank_mu + 1e-12)
          << "what the negative weights may take from an eigenvalue is at most what is left of it";
    }
  }
}

TEST(CmaEs, LearnsTheInverseHessian) {
  CmaEs search(std::vector<double>(6, 0.7), 0.3, 9);
  Rng rng(1);
  EXPECT_LT(generations_to(search, ellipsoid, 1e-14, 600, rng), 600);
  // deviations are to each other as the inverse roots of the eigenvalues of the Hessian, which are 1 to 1e4
  for (std::size_t k = 0; k < 6; ++k) {
    const double expected = std::pow(1e4, -0.5 * static_cast<double>(k) / 5);
    const double ratio = search.deviation(k) / search.deviation(0) / expected;
    EXPECT_GT(ratio, 1.0 / 3) << k;
    EXPECT_LT(ratio, 3) << k;
  }
  EXPECT_GT(search.condition(), 1e3);
}

TEST(CmaEs, DoesNotDependOnTheScaleOfTheProblem) {
  const auto sphere = [](const std::vector<double>& x) {
    return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  };
  CmaEs small(std::vector<double>(4, 1e-3), 1e-3, 8);
  CmaEs large(std::vector<double>(4, 1e3), 1e3, 8);
  Rng first(3);
  Rng second(3);
  EXPECT_EQ(generations_to(small, sphere, 1e-14, 500, first), generations_to(large, sphere, 1e-2, 500, second));
}

TEST(CmaEs, SamplesHaveTheirMeanAndCovariance) {
  const CmaEs search({1, -2}, 0.5, {2, 0.6, 0.6, 1}, 6);
  Rng rng(5);
  constexpr int count = 40000;
  std::vector<double> sum(2);
  double cross = 0;
  double square = 0;
  for (int i = 0; i < count; ++i) {
    const auto x = search.sample(rng);
    sum[0] += x[0];
    sum[1] += x[1];
    square += (x[0] - 1) * (x[0] - 1);
    cross += (x[0] - 1) * (x[1] + 2);
  }
  EXPECT_NEAR(sum[0] / count, 1, 0.02);
  EXPECT_NEAR(sum[1] / count, -2, 0.02);
  EXPECT_NEAR(square / count, 0.5, 0.02);
  EXPECT_NEAR(cross / count, 0.15, 0.02);
  EXPECT_DOUBLE_EQ(search.deviation(0), 0.5 * std::sqrt(2.0));
}

TEST(CmaEs, InjectedPointsAreNotFurtherOffThanSamples) {
  const CmaEs search({0, 0, 0}, 0.1, 7);
  const auto far = search.injected({50, 0, 0});
  EXPECT_NEAR(far[0], 0.1 * (std::sqrt(3.0) + 6.0 / 5), 1e-12);
  EXPECT_EQ(search.injected({0.1, 0.1, 0}), (std::vector<double>{0.1, 0.1, 0}));
}

TEST(CmaEs, ACoordinateWithoutAPartKeepsItsMean) {
  CmaEs search({0.5, 0.5}, 0.2, 6);
  Rng rng(2);
  std::vector<std::vector<double>> points;
  for (int i = 0; i < 6; ++i) points.push_back(search.sample(rng));
  search.update(points, std::vector<std::vector<bool>>(6, {true, false}));
  EXPECT_NE(search.mean()[0], 0.5);
  EXPECT_EQ(search.mean()[1], 0.5);
}

}  // namespace
}  // namespace vernier
