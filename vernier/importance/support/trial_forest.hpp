#pragma once
// The forest that stands for the results of a study.
//
// It is a function over the whole space, every parameter drawn uniformly in its own scale (logarithms, integers, levels
// in their order) and independently of the others. Two rules follow. A parameter that is inactive in a trial changed
// nothing there: each tree sees a value of its own in its place, drawn at random. And constraints of the space are not
// minded: what they forbid is extrapolated.
#include <string_view>
#include <vector>

#include "vernier/math/grid_forest.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// Trials that a forest needs.
inline constexpr std::size_t fewest_forest_trials = 10;

/// Complete trials on the grid. Their values are turned and scaled so that sums of squares neither overflow nor vanish:
/// result = centre + scale * value.
struct TrialGrid {
  GridRows rows;
  double centre = 0;
  double scale = 1;
};
/// Throws InvalidArgument for an objective that the study lacks, InvalidState for fewer than fewest_forest_trials and
/// for equal values.
[[nodiscard]] TrialGrid grid_trials(const History& history, std::size_t objective);

/// The value that stands for a cell; of categories beyond 64, which share cells, the first.
[[nodiscard]] ParamValue cell_value(const Distribution& distribution, const GridAxis& axis, int cell);

/// The importance of each parameter, from shares by tree: their mean, and the range of nine trees in ten.
struct TreeShares {
  double mean = 0;
  double low = 0;
  double high = 0;
};
[[nodiscard]] TreeShares summarise_trees(const std::vector<double>& trees);

}  // namespace vernier
