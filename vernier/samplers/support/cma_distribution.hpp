#pragma once
// The distribution that CMA-ES with margin draws configurations from.
#include <optional>
#include <span>
#include <vector>

#include "vernier/samplers/support/cma_space.hpp"

namespace vernier {

/// Where a run of the search begins.
struct CmaStart {
  std::vector<double> mean;
  std::vector<double> covariance;  ///< row after row
  std::vector<std::vector<double>> shares;
};

/// A point of the distribution, as it was drawn: integers are not rounded.
struct CmaPoint {
  std::vector<double> numbers;
  CategorySearch::Choices choices;
  std::vector<bool> active;  ///< of the numbers
};

/// A value type.
class CmaDistribution {
 public:
  CmaDistribution(const CmaSpace& space, CmaStart start, std::size_t population);

  struct Draw {
    CmaPoint point;
    ParamMap params;
  };
  /// A feasible configuration; nothing after 100 that are not.
  [[nodiscard]] std::optional<Draw> draw(const SearchSpace& space, const CmaSpace& view, Rng rng) const;
  /// A configuration from elsewhere.
  [[nodiscard]] CmaPoint foreign(const CmaSpace& view, const ParamMap& params) const;
  /// One generation, the best first.
  void update(const CmaSpace& view, std::vector<CmaPoint> ranked);

  /// The normal part; nothing where all parameters are categories.
  [[nodiscard]] const std::optional<CmaEs>& numbers() const { return numbers_; }
  [[nodiscard]] const CategorySearch& categories() const { return categories_; }

 private:
  CmaConstants constants_;  // of all parameters together
  std::optional<CmaEs> numbers_;
  IntegerMargin margin_;
  CategorySearch categories_;
};

}  // namespace vernier
