#pragma once
// A normal distribution that moves and stretches towards better points: CMA-ES (Hansen, "The CMA evolution strategy: a
// tutorial", arXiv:1604.00772v2, with its default constants and negative weights).
#include <cstddef>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {

/// The default constants for a dimension n >= 1 and a population of at least 2 (table 1 of the tutorial; those of the
/// step size as in pycma 4.5).
struct CmaConstants {
  CmaConstants(std::size_t dimension, std::size_t population);
  std::vector<double> weights;  ///< by rank; those of the first half add up to 1, the others are negative
  std::size_t parents = 0;      ///< the first half
  double effective_parents = 0;
  double rank_one = 0;
  double rank_mu = 0;
  double path_decay = 0;       ///< of the path of the covariance
  double step_path_decay = 0;  ///< of the path of the step size
  double step_damping = 0;
  double expected_length = 0;  ///< of a standard normal vector
};

/// Points are m + s A y with y ~ N(0, C); A is a diagonal that is 1 but where stretch() changed it. A value type.
class CmaEs {
 public:
  /// `covariance` is symmetric and positive definite, row after row. n >= 1.
  CmaEs(std::vector<double> mean, double step, std::vector<double> covariance, std::size_t population);
  /// C = I.
  CmaEs(std::vector<double> mean, double step, std::size_t population);

  [[nodiscard]] std::size_t dimension() const { return mean_.size(); }
  [[nodiscard]] std::size_t population() const { return constants_.weights.size(); }
  [[nodiscard]] const CmaConstants& constants() const { return constants_; }
  [[nodiscard]] const std::vector<double>& mean() const { return mean_; }
  [[nodiscard]] double step() const { return step_; }
  /// The standard deviation of one coordinate, without and with A.
  [[nodiscard]] double unstretched_deviation(std::size_t coordinate) const;
  [[nodiscard]] double deviation(std::size_t coordinate) const;
  /// Of C; infinite when rounding has made an eigenvalue 0.
  [[nodiscard]] double condition() const;

  [[nodiscard]] std::vector<double> sample(Rng& rng) const;
  /// A point that did not come from sample(), moved towards the mean until it is no further off than samples are
  /// (Hansen 2011, "Injecting external solutions into CMA-ES").
  [[nodiscard]] std::vector<double> injected(std::vector<double> point) const;
  /// One generation: population() points, the best first. `active[i][j]` false: coordinate j of point i had no part in
  /// its result, so that it does not move the mean; empty: all had.
  void update(std::span<const std::vector<double>> points, std::span<const std::vector<bool>> active = {});

  /// Moves one coordinate of the mean and sets its entry of A.
  void stretch(std::size_t coordinate, double mean, double factor);

 private:
  void decompose();
  [[nodiscard]] std::vector<double> whitened(std::span<const double> y) const;  // C^(-1/2) y

  CmaConstants constants_;
  std::vector<double> mean_;
  double step_;
  std::vector<double> covariance_;
  std::vector<double> stretch_;  // the diagonal of A
  std::vector<double> axes_;     // eigenvectors of C, one a column
  std::vector<double> lengths_;  // square roots of the eigenvalues
  std::vector<double> path_;
  std::vector<double> step_path_;
  std::size_t generation_ = 0;
};

}  // namespace vernier
