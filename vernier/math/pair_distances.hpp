#pragma once
// Weighted squared distances between all points of a Gaussian process, and how they change with the weights.
#include <cstddef>
#include <memory>
#include <span>

namespace vernier {

struct GaussianData;

/// Pairs (i, j), i > j, column by column of the lower triangle. The squared difference in a number is that of the
/// coordinates; in a category 1 where they differ. With few coordinates the differences are kept; with many the sums
/// are products of matrices, so that memory does not grow with pairs times coordinates.
class PairDistances {
 public:
  explicit PairDistances(const GaussianData& data);
  ~PairDistances();
  PairDistances(const PairDistances&) = delete;
  PairDistances& operator=(const PairDistances&) = delete;

  [[nodiscard]] std::size_t pairs() const;
  /// 1 for a pair of equal points, else 0.
  [[nodiscard]] std::span<const double> same() const;
  /// Of each pair: the sum over coordinates of relevance * squared difference.
  void squares(std::span<const double> relevance, std::span<double> squares) const;
  /// Of each coordinate: the sum over pairs of weight * squared difference.
  void by_coordinate(std::span<const double> weights, std::span<double> sums) const;

 private:
  struct Few;
  struct Many;
  std::unique_ptr<const Few> few_;  // one of the two
  std::unique_ptr<const Many> many_;
};

}  // namespace vernier
