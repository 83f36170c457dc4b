#pragma once
// How far the results of two ways to train lie apart, seed by seed.
#include <vector>

#include "vernier/base/json.hpp"

namespace vernier::advice {

/// The mean difference with an interval of Student's t. Infinite where a training diverged or there is but one pair.
struct PairedDifference {
  double mean = 0;
  double low = 0;
  double high = 0;

  [[nodiscard]] Json to_json() const { return {{"mean", mean}, {"low", low}, {"high", high}}; }
};

/// `values` less `baseline`, pair by pair. `confidence` is that of the interval.
[[nodiscard]] PairedDifference paired_difference(const std::vector<double>& values, const std::vector<double>& baseline,
                                                 double confidence = 0.95);

}  // namespace vernier::advice
