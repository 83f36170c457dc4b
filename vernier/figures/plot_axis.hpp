#pragma once
// The scale of one axis: its range and where its round numbers lie.
#include <string>
#include <vector>

#include "vernier/figures/figure.hpp"

namespace vernier {

/// A value type.
struct PlotAxis {
  double low = 0;
  double high = 1;
  std::vector<Tick> ticks;  ///< ascending, all within [low, high]

  /// Where `value` lies between low (0) and high (1); values beyond are taken to the edge.
  [[nodiscard]] double fraction(double value) const;
};

/// An axis over [low, high] with about `count` round ticks (1, 2 or 5 times a power of ten; whole numbers where
/// `whole`). A range of no length is widened.
[[nodiscard]] PlotAxis make_axis(double low, double high, int count, bool whole);

}  // namespace vernier
