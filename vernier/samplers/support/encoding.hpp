#pragma once
// Configurations as points for models.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/space/search_space.hpp"

namespace vernier {

/// A *point* has the numbers first, each in [0, 1], then codes that mean something only by being equal or not. Numbers
/// are Distribution::to_unit; integers and levels stand in the middle of their cells. Categories are their index. What
/// is inactive stands at 0.5, or at code -1, and each condition has a code of its own: 1 where it holds, else 0. A
/// parameter of one value has no coordinate.
///
/// A *draw* has one number in [0, 1] for each parameter of the space, in its order, as in SearchSpace::from_unit.
class Encoding {
 public:
  /// Coordinate of one parameter.
  struct Column {
    std::size_t parameter = 0;  ///< index into the space
    std::size_t place = 0;      ///< in a point
    bool category = false;
    std::uint64_t levels = 0;  ///< 0: a real range
  };

  /// Keeps a copy of the space.
  explicit Encoding(const SearchSpace& space);

  [[nodiscard]] const SearchSpace& space() const { return space_; }
  [[nodiscard]] std::size_t numbers() const { return numbers_; }
  [[nodiscard]] std::size_t categories() const { return categories_; }
  [[nodiscard]] std::size_t dimension() const { return numbers_ + categories_; }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] bool finite() const { return finite_; }
  /// The coordinate that is 1 where the column's parameter is active; nothing where it always is.
  [[nodiscard]] std::optional<std::size_t> condition_of(const Column& column) const;

  /// Parameters that are missing, or have a value that the space does not know, count as inactive.
  [[nodiscard]] std::vector<double> point(const ParamMap& params) const;
  /// point(space().from_unit(draw)) without the detour where no condition is in the way.
  [[nodiscard]] std::vector<double> point(std::span<const double> draw) const;
  /// The draw in the middle of the cells of `params`; 0.5 for what is missing.
  [[nodiscard]] std::vector<double> draw(const ParamMap& params) const;

 private:
  void place(std::vector<double>& point, const Column& column, const ParamValue& value) const;

  SearchSpace space_;
  std::vector<Column> columns_;
  std::vector<std::string> conditions_;  // each text once; its code stands behind those of the categories
  std::vector<std::size_t> example_;     // a parameter under each of them
  std::size_t numbers_ = 0;
  std::size_t categories_ = 0;
  bool finite_ = true;
};

}  // namespace vernier
