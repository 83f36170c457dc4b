#include "vernier/math/pair_distances.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "vernier/base/rng.hpp"
#include "vernier/math/gaussian_process.hpp"

namespace vernier {
namespace {

// Both forms against the definition.
TEST(PairDistances, AreTheWeightedSquaredDifferences) {
  for (const std::size_t numbers : {4U, 40U}) {
    Rng rng(numbers);
    GaussianData data{.numbers = numbers, .categories = 3, .points = {}, .values = std::vector<double>(12)};
    for (std::size_t i = 0; i < data.size(); ++i) {
      for (std::size_t k = 0; k < numbers; ++k) data.points.push_back(rng.uniform());
      for (std::size_t k = 0; k < 3; ++k) data.points.push_back(static_cast<double>(rng.below(3 + k)) - 1);
    }
    const std::size_t dimension = data.dimension();
    std::copy_n(data.points.begin(), dimension, data.points.begin() + static_cast<std::ptrdiff_t>(5 * dimension));
    const PairDistances distances(data);
    ASSERT_EQ(distances.pairs(), 66U);
    std::vector<double> relevance(dimension), weights(66), squares(66), sums(dimension), expected(dimension);
    for (double& v : relevance) v = 3 * rng.uniform();
    for (double& weight : weights) weight = rng.normal();
    distances.squares(relevance, squares);
    distances.by_coordinate(weights, sums);
    for (std::size_t j = 0, pair = 0; j < 12; ++j) {
      for (std::size_t i = j + 1; i < 12; ++i, ++pair) {
        double square = 0;
        for (std::size_t k = 0; k < dimension; ++k) {
          const double difference = data.points[i * dimension + k] - data.points[j * dimension + k];
          const double one = k < numbers ? difference * difference : difference != 0 ? 1 : 0;
          square += relevance[k] * one;
          expected[k] += weights[pair] * one;
        }
        EXPECT_NEAR(squares[pair], square, 1e-12);
        EXPECT_EQ(distances.same()[pair], i == 5 && j == 0 ? 1 : 0);
      }
    }
    for (std::size_t k = 0; k < dimension; ++k) EXPECT_NEAR(sums[k], expected[k], 1e-12);
  }
}

}  // namespace
}  // namespace vernier
