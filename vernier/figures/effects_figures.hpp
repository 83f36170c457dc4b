#pragma once
// What parameters do to the result, as plots and a table.
#include <string>

#include "vernier/figures/figure.hpp"
#include "vernier/figures/text_table.hpp"
#include "vernier/importance/effects.hpp"

namespace vernier {

/// The mean result over the values of one parameter, and the range of nine trees in ten. A logarithmic axis is drawn by
/// the logarithm, with values as ticks.
[[nodiscard]] Figure partial_dependence_figure(const PartialDependence& effect, const std::string& objective);

/// The mean result over the values of the first parameter, one line for each of a few values of the second: lines that
/// are not parallel interact.
[[nodiscard]] Figure interaction_figure(const InteractionEffect& effect, const std::string& objective);

/// The mean result at a few values of both: the first parameter's in rows.
[[nodiscard]] TextTable interaction_table(const InteractionEffect& effect);

}  // namespace vernier
