#pragma once
// The coordinate of one hyperparameter in a model.
#include <cstddef>
#include <limits>

namespace vernier {

/// Numbers lie in [0, 1]; those of a grid at the centres of `cells` equal cells. A category is its index. NaN stands
/// for a parameter that has no value.
struct Axis {
  enum class Kind { continuous, grid, category };
  Kind kind = Kind::continuous;
  std::size_t cells = 0;  ///< of a grid; the number of categories

  static constexpr float missing = std::numeric_limits<float>::quiet_NaN();
};

}  // namespace vernier
