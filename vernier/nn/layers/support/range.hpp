#pragma once
// Intervals that the random layers draw numbers from.
#include <string_view>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier::nn {

/// An interval that a number is drawn from.
struct Range {
  double low = 0;
  double high = 0;
  [[nodiscard]] double draw(Rng& rng) const { return rng.uniform(low, high); }
};
/// {f} is [max(-|f|, lowest), |f|]; {a, b} is [a, b], in order. Throws InvalidArgument otherwise; `option` names it.
[[nodiscard]] Range range_of(const std::vector<double>& factor, std::string_view option, double lowest = -1);

}  // namespace vernier::nn
