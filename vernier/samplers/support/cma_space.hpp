#pragma once
// How CMA-ES sees a search space: numbers that a normal distribution moves, and categories.
#include <span>
#include <vector>

#include "vernier/math/category_search.hpp"
#include "vernier/math/integer_margin.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// A number's coordinate is Distribution::to_unit of its value. Beyond [0, 1] a real range goes on as its mirror image,
/// so that an optimum on the boundary is one like any other; of integers and ordinal levels the first and last go on.
/// Parameters of one value have no coordinate. Refers to the space.
class CmaSpace {
 public:
  explicit CmaSpace(const SearchSpace& space);

  [[nodiscard]] std::size_t numbers() const { return numbers_.size(); }
  [[nodiscard]] std::size_t categories() const { return categories_.size(); }
  [[nodiscard]] std::size_t category_count(std::size_t k) const;
  /// The coordinates that hold integers or levels.
  [[nodiscard]] const std::vector<std::size_t>& integers() const { return integers_; }
  [[nodiscard]] IntegerMargin::Cell cell(std::size_t integer, double place) const;

  /// The active parameters there; may be infeasible.
  [[nodiscard]] ParamMap params(std::span<const double> point, std::span<const std::size_t> choices) const;
  /// Coordinates of the numbers; those that `params` lacks are `fallback`.
  [[nodiscard]] std::vector<double> point(const ParamMap& params, std::span<const double> fallback) const;
  /// Which numbers `params` has.
  [[nodiscard]] std::vector<bool> active(const ParamMap& params) const;
  [[nodiscard]] CategorySearch::Choices choices(const ParamMap& params) const;

 private:
  [[nodiscard]] const Parameter& number(std::size_t coordinate) const;

  const SearchSpace* space_;
  std::vector<std::size_t> numbers_;     // parameters, by coordinate
  std::vector<std::size_t> integers_;    // coordinates
  std::vector<std::size_t> categories_;  // parameters
};

}  // namespace vernier
