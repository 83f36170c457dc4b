#include "vernier/importance/effects.hpp"

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/importance/support/trial_forest.hpp"
#include "vernier/math/functional_anova.hpp"

namespace vernier {

struct StudyEffects::Model {
  const SearchSpace* space;
  TrialGrid grid;
  GridForest forest;
  ForestEffects effects{forest};

  Model(const History& history, const EffectOptions& options, Rng rng)
      : space(history.space),
        grid(grid_trials(history, options.objective)),
        forest(grid.rows, GridForestOptions{.trees = options.trees}, rng) {}

  [[nodiscard]] std::size_t index_of(std::string_view name) const {
    std::vector<std::string> names;
    for (const Parameter& parameter : space->parameters()) {
      if (parameter.name == name) return names.size();
      names.push_back(parameter.name);
    }
    throw NotFound(fmt::format("the study has no parameter '{}'", name), {}, suggest(name, names));
  }

  [[nodiscard]] EffectAxis axis(std::size_t index) const {
    const Parameter& parameter = space->parameters()[index];
    const GridAxis& kind = grid.rows.axes[index];
    EffectAxis axis{parameter.name,
                    !kind.category,
                    parameter.distribution.numeric() && parameter.distribution.log(),
                    {},
                    std::vector<int>(static_cast<std::size_t>(kind.cells))};
    for (int cell = 0; cell < kind.cells; ++cell) {
      axis.values.push_back(cell_value(parameter.distribution, kind, cell));
    }
    for (std::size_t row = 0; row < grid.rows.rows(); ++row) {
      const std::uint8_t cell = grid.rows.cell(row, index);
      if (cell != GridRows::none) ++axis.trials[cell];
    }
    return axis;
  }

  /// Back to the objective's units: what all trees say at this cell, and their range.
  template <class Effect>
  void put(Effect& effect, const std::vector<double>& trees) const {
    const TreeShares at = summarise_trees(trees);
    effect.mean.push_back(grid.centre + grid.scale * at.mean);
    effect.low.push_back(grid.centre + grid.scale * at.low);
    effect.high.push_back(grid.centre + grid.scale * at.high);
  }
};

StudyEffects::StudyEffects(const History& history, const EffectOptions& options, Rng rng)
    : model_(std::make_unique<const Model>(history, options, rng)) {}
StudyEffects::~StudyEffects() = default;
StudyEffects::StudyEffects(StudyEffects&&) noexcept = default;

PartialDependence StudyEffects::of(std::string_view parameter) const {
  const std::size_t index = model_->index_of(parameter);
  const GridEffect effect = model_->effects.main(index);
  PartialDependence result{model_->axis(index), {}, {}, {}};
  for (std::size_t cell = 0; cell < effect.mean.size(); ++cell) {
    std::vector<double> trees = model_->effects.tree_means();
    for (std::size_t t = 0; t < trees.size(); ++t) trees[t] += effect.trees[t][cell];
    model_->put(result, trees);
  }
  return result;
}

InteractionEffect StudyEffects::of(std::string_view first, std::string_view second) const {
  const std::size_t row = model_->index_of(first);
  const std::size_t column = model_->index_of(second);
  if (row == column) {
    throw InvalidArgument(fmt::format("the interaction of '{}' with itself", first), "two parameters");
  }
  const GridEffect rows = model_->effects.main(row);
  const GridEffect columns = model_->effects.main(column);
  const GridEffect both = model_->effects.interaction(row, column);
  InteractionEffect result{model_->axis(row), model_->axis(column), {}, {}, {}};
  for (std::size_t cell = 0; cell < both.mean.size(); ++cell) {
    std::vector<double> trees = model_->effects.tree_means();
    for (std::size_t t = 0; t < trees.size(); ++t) {
      trees[t] += rows.trees[t][cell / columns.mean.size()] + columns.trees[t][cell % columns.mean.size()] +
                  both.trees[t][cell];
    }
    model_->put(result, trees);
  }
  return result;
}

}  // namespace vernier
