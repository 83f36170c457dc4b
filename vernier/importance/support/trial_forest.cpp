#include "vernier/importance/support/trial_forest.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/math/statistics.hpp"
#include "vernier/samplers/support/encoder.hpp"

namespace vernier {
namespace {

GridAxis grid_axis(const Axis& axis) {
  const auto most = static_cast<std::size_t>(GridAxis::most_cells);
  const std::size_t cells = axis.kind == Axis::Kind::continuous ? most : std::min(axis.cells, most);
  return {static_cast<int>(cells), axis.kind == Axis::Kind::category};
}

std::uint8_t grid_cell(const Axis& axis, const GridAxis& grid, float coordinate) {
  if (std::isnan(coordinate)) return GridRows::none;
  const double place = axis.kind == Axis::Kind::category
                           ? static_cast<double>(coordinate) / static_cast<double>(axis.cells)
                           : static_cast<double>(coordinate);
  const double cell = std::floor(place * grid.cells + 1e-9);  // a category's own share may round down
  return static_cast<std::uint8_t>(std::clamp(cell, 0.0, grid.cells - 1.0));
}

std::vector<const TrialRecord*> usable_trials(const History& history, std::size_t objective) {
  if (objective >= history.objectives.size()) {
    throw InvalidArgument(fmt::format("objective {} of a study with {}", objective, history.objectives.size()),
                          "an objective of the study, counted from 0");
  }
  std::vector<const TrialRecord*> trials = history.complete();
  if (trials.size() < fewest_forest_trials) {
    throw InvalidState(fmt::format("{} complete trials say too little of importance", trials.size()),
                       fmt::format("at least {}", fewest_forest_trials), "Run more trials, then ask again.");
  }
  return trials;
}

}  // namespace

TrialGrid grid_trials(const History& history, std::size_t objective) {
  const std::vector<const TrialRecord*> trials = usable_trials(history, objective);
  TrialGrid grid;
  double low = INFINITY;
  double high = -INFINITY;
  for (const TrialRecord* trial : trials) {
    low = std::min(low, trial->values[objective]);
    high = std::max(high, trial->values[objective]);
  }
  if (!(low < high)) {
    throw InvalidState(fmt::format("all {} complete trials have the value {}", trials.size(), format_number(low)),
                       "results that vary", "Widen the ranges, or choose an objective that they change.");
  }
  grid.centre = low / 2 + high / 2;
  grid.scale = high / 2 - low / 2;
  const Encoder encoder(*history.space);
  for (const Axis& axis : encoder.axes()) grid.rows.axes.push_back(grid_axis(axis));
  grid.rows.cells.resize(encoder.axes().size() * trials.size());
  for (std::size_t i = 0; i < trials.size(); ++i) {
    grid.rows.values.push_back((trials[i]->values[objective] - grid.centre) / grid.scale);
    const std::vector<float> row = encoder.row(trials[i]->params);
    for (std::size_t j = 0; j < row.size(); ++j) {
      grid.rows.cells[j * trials.size() + i] = grid_cell(encoder.axes()[j], grid.rows.axes[j], row[j]);
    }
  }
  return grid;
}

ParamValue cell_value(const Distribution& distribution, const GridAxis& axis, int cell) {
  if (axis.category) {
    const auto count = static_cast<double>(*distribution.cardinality());
    return distribution.at(static_cast<std::uint64_t>(std::ceil(cell * count / axis.cells - 1e-9)));
  }
  return distribution.from_unit(axis.middle(cell));
}

TreeShares summarise_trees(const std::vector<double>& trees) {
  return {mean(trees), quantile(trees, 0.05), quantile(trees, 0.95)};
}

}  // namespace vernier
