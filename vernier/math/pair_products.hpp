#pragma once
// Squared distances between the points of a Gaussian process in many coordinates, by products of matrices.
#include <cstddef>
#include <memory>
#include <span>

namespace vernier {

struct GaussianData;

/// Pairs (i, j), i > j, column by column of the lower triangle. The squared difference in a number is that of the
/// coordinates; in a category 1 where they differ. Memory does not grow with pairs times coordinates.
class PairProducts {
 public:
  explicit PairProducts(const GaussianData& data);
  ~PairProducts();
  PairProducts(const PairProducts&) = delete;
  PairProducts& operator=(const PairProducts&) = delete;

  /// 1 for each pair of equal points, else 0.
  [[nodiscard]] std::span<const double> same() const;
  /// Of each pair: the sum over coordinates of relevance * squared difference.
  void squares(std::span<const double> relevance, std::span<double> squares) const;
  /// Of each coordinate: the sum over pairs of weight * squared difference.
  void by_coordinate(std::span<const double> weights, std::span<double> sums) const;

 private:
  struct State;
  std::unique_ptr<const State> state_;
};

}  // namespace vernier
