#pragma once
// A monotone change of scale that makes losses easier to model: what matters is told apart among the good ones, and
// how bad the bad ones are matters little.
#include <span>
#include <vector>

namespace vernier {

enum class WarpKind {
  none,       ///< standardised alone
  half_rank,  ///< losses worse than the median by rank, then a logarithm that stretches the best end (Song et al. 2024,
              ///< "The Vizier Gaussian process bandit algorithm")
  power,      ///< Box and Cox's, or Yeo and Johnson's, of greatest likelihood (Cowen-Rivers et al. 2022, HEBO)
};

/// Increasing; fitted to losses so that their images have mean 0 and variance 1 (all 0 where they are equal). A value.
class OutputWarp {
 public:
  /// At least one loss, all finite.
  OutputWarp(WarpKind kind, std::span<const double> losses);

  [[nodiscard]] double apply(double loss) const;
  /// The loss that has this image; beyond the fitted ones extrapolated.
  [[nodiscard]] double invert(double image) const;

 private:
  [[nodiscard]] double shape(double x) const;
  [[nodiscard]] double unshape(double image) const;

  WarpKind kind_;
  double unit_ = 1;                 // losses are divided by it first
  double mean_ = 0, spread_ = 1;    // of the images before they are standardised
  double best_ = 0, range_ = 1;     // half_rank: of what the logarithm sees
  double median_ = 0;               // half_rank
  std::vector<double> bad_, rank_;  // half_rank: the losses above the median and where they are put, ascending
  double lambda_ = 1;               // power
  bool positive_ = false;           // power: Box and Cox's
};

}  // namespace vernier
