#pragma once
// What the user expects of the parameters, as a search uses it.
#include <span>
#include <vector>

#include "vernier/samplers/support/encoding.hpp"

namespace vernier {

/// A coordinate that is spread evenly over [0, 1], as one that is distributed like the parameter's prior: a normal
/// distribution around the expected value, cut off at the ends, whose deviation is 1/2, 1/4 or 1/8 of the range by
/// confidence; an expected category is twice, four or eight times as probable as each other one.
[[nodiscard]] double believed(const Parameter& parameter, double u);

/// The priors of a space. Immutable; thread-safe.
class Belief {
 public:
  explicit Belief(const Encoding& encoding);

  [[nodiscard]] bool empty() const { return terms_.empty(); }
  /// Logarithm of the density at a point, 0 where it is greatest. Inactive parameters have no part in it.
  [[nodiscard]] double log_density(std::span<const double> point) const;
  /// Adds `weight` times its derivatives by the numbers of the point.
  void add_gradient(std::span<const double> point, double weight, std::span<double> gradient) const;

 private:
  struct Term {
    std::size_t place = 0;
    bool category = false;
    double value = 0;                      ///< coordinate of the expected value
    double strength = 0;                   ///< 1 / deviation^2, or the logarithm of the odds of a category
    std::optional<std::size_t> condition;  ///< coordinate that is 1 where the parameter is active
  };
  std::vector<Term> terms_;
};

}  // namespace vernier
