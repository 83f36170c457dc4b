#pragma once
// Regression trees on resampled rows (Breiman 2001, Random forests; Hutter, Hoos, Leyton-Brown 2011 for the variance).
#include <cstdint>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"
#include "vernier/math/axis.hpp"

namespace vernier {

struct ForestOptions {
  std::size_t trees = 10;
  double axes_share = 5.0 / 6;  ///< of the axes that a split looks at, drawn for each split
  std::size_t least_split = 6;  ///< rows that a node needs to be split
};

/// Immutable. The rows of a node are split where the sum of squares falls most: numbers at the middle between two
/// neighbours, categories into those with the least means and the others (at most 63 of them; more are split by index).
/// A missing value (NaN) is below all numbers, and a category of its own.
class RandomForest {
 public:
  struct Prediction {
    double mean = 0;
    double variance = 0;  ///< within the leaves and between the trees
  };

  /// One row and more, as many values, all finite.
  RandomForest(std::span<const Axis> axes, std::span<const std::span<const float>> rows, std::span<const double> values,
               const ForestOptions& options, Rng rng);

  [[nodiscard]] Prediction predict(std::span<const float> row) const;

 private:
  struct Node {
    std::size_t axis = 0;
    float threshold = 0;           // numbers: at most this goes left
    std::uint64_t categories = 0;  // those that go left
    std::uint32_t left = 0;        // 0: a leaf
    std::uint32_t right = 0;
    double mean = 0;
    double variance = 0;
  };
  class Growth;
  [[nodiscard]] bool goes_left(const Node& node, float coordinate) const;

  std::vector<Axis> axes_;
  std::vector<std::vector<Node>> trees_;
};

}  // namespace vernier
