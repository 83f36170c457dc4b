#pragma once
// A change of the scale of each coordinate, so that a function that varies faster in one part of its range than in
// another can be modelled by a stationary process.
#include <span>
#include <vector>

namespace vernier {

/// Of coordinate k the distribution function of Kumaraswamy, 1 - (1 - x^a)^b, from [0, 1] to [0, 1]; a = b = 1 changes
/// nothing (Snoek, Swersky, Zemel, Adams 2014, "Input warping for Bayesian optimization of non-stationary functions").
struct InputWarp {
  std::vector<double> a, b;  ///< above 0; both empty: none

  [[nodiscard]] bool empty() const { return a.empty(); }
  [[nodiscard]] double apply(std::size_t k, double x) const;
  [[nodiscard]] double slope(std::size_t k, double x) const;  ///< by x
  [[nodiscard]] double slope_by_log_a(std::size_t k, double x) const;
  [[nodiscard]] double slope_by_log_b(std::size_t k, double x) const;
};

}  // namespace vernier
