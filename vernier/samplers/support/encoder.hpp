#pragma once
// Configurations as rows of coordinates (see math/axis.hpp), one for each parameter of the space in declared order.
#include <cstdint>
#include <span>
#include <vector>

#include "vernier/math/axis.hpp"
#include "vernier/space/search_space.hpp"

namespace vernier {

/// Reals are continuous, with a step a grid, as are integers and ordinals; integers on a logarithmic scale count as
/// continuous. Booleans and categories are categories. Refers to the space, which must outlive it.
class Encoder {
 public:
  explicit Encoder(const SearchSpace& space);

  [[nodiscard]] const SearchSpace& space() const { return *space_; }
  [[nodiscard]] std::span<const Axis> axes() const { return axes_; }
  /// NaN where a parameter is missing or has a value that the space does not know.
  [[nodiscard]] std::vector<float> row(const ParamMap& params) const;
  [[nodiscard]] ParamValue value(std::size_t axis, float coordinate) const;
  /// The coordinate of value(axis, coordinate).
  [[nodiscard]] float snapped(std::size_t axis, float coordinate) const;
  /// Of the coordinates that are not NaN.
  [[nodiscard]] ParamMap params(std::span<const float> row) const;
  /// The same for equal rows, and different for others as far as 64 bits can tell.
  [[nodiscard]] static std::uint64_t hash(std::span<const float> row);

 private:
  const SearchSpace* space_;
  std::vector<Axis> axes_;
};

}  // namespace vernier
