#include "vernier/samplers/support/orthogonal_design.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/core.h>

#include "vernier/math/orthogonal/constructions.hpp"

namespace vernier {
namespace {

int factor_level_count(const Distribution& distribution, int levels) {
  const auto count = distribution.cardinality();
  if (!distribution.numeric() && distribution.kind() == Distribution::Kind::categorical) {
    if (*count > 64) {
      throw InvalidArgument(fmt::format("a category of {} values in an orthogonal design", *count), "at most 64 values",
                            "Group the values, or choose another sampler.");
    }
    return static_cast<int>(*count);
  }
  if (!count) return levels;
  return static_cast<int>(std::min<std::uint64_t>(*count, static_cast<std::uint64_t>(levels)));
}

// One value for each of `levels` shares of the range, all different.
std::vector<ParamValue> factor_level_values(const Distribution& distribution, int levels, bool jitter, Rng rng) {
  std::vector<ParamValue> values;
  const auto count = distribution.cardinality();
  const auto total = static_cast<std::uint64_t>(levels);
  std::uint64_t next = 0;  // the first index not yet taken
  for (std::uint64_t level = 0; level < total; ++level) {
    const double offset = jitter ? rng.uniform() : 0.5;
    const double u = (static_cast<double>(level) + offset) / static_cast<double>(levels);
    ParamValue value = distribution.from_unit(std::min(u, std::nextafter(1.0, 0.0)));
    if (count) {  // cells of the grid may straddle two shares
      const std::uint64_t index = std::clamp(distribution.index_of(value), next, *count - (total - level));
      value = distribution.at(index);
      next = index + 1;
    }
    values.push_back(std::move(value));
  }
  return values;
}

std::vector<const Parameter*> varying_parameters(const SearchSpace& space) {
  std::vector<const Parameter*> varying;
  for (const Parameter& parameter : space.parameters()) {
    if (parameter.distribution.cardinality() != 1) varying.push_back(&parameter);
  }
  return varying;
}

// What a design may be, the most thorough first. None depends on the budget, so a design once begun can be found again.
struct DesignChoice {
  int levels;
  double patience;
};
std::vector<DesignChoice> design_choices(const OrthogonalOptions& options) {
  if (options.levels) return {{*options.levels, 2}};
  return {{7, 2}, {7, 1}, {5, 2}, {5, 1}, {3, 2}, {3, 1}, {2, 2}, {2, 1}};
}

std::optional<ChosenArray> design_array(std::span<const Parameter* const> parameters, const DesignChoice& choice,
                                        const OrthogonalOptions& options, int max_runs) {
  std::vector<int> counts;
  for (const Parameter* parameter : parameters)
    counts.push_back(factor_level_count(parameter->distribution, choice.levels));
  try {
    const ArrayWish wish{.strength = options.strength, .patience = choice.patience};
    ChosenArray chosen = choose_array(counts, wish);
    if (chosen.array.runs <= max_runs) return chosen;
  } catch (const InvalidArgument&) {
    if (options.levels || choice.levels == 2) throw;
  }
  return std::nullopt;
}

// Turns the levels of an ordered factor in a circle and shuffles those of a category.
void relabel_levels(OrthogonalArray& array, std::span<const Parameter* const> parameters, const Rng& rng) {
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const auto levels = static_cast<std::size_t>(array.levels[j]);
    Rng stream = rng.split(parameters[j]->name);
    std::vector<std::uint16_t> label(levels);
    std::iota(label.begin(), label.end(), std::uint16_t{0});
    if (parameters[j]->distribution.kind() == Distribution::Kind::categorical) {
      stream.shuffle(std::span<std::uint16_t>(label));
    } else {
      std::rotate(label.begin(), label.begin() + static_cast<std::ptrdiff_t>(stream.below(levels)), label.end());
    }
    for (std::size_t cell = j; cell < array.cells.size(); cell += array.levels.size()) {
      array.cells[cell] = label[array.cells[cell]];
    }
  }
}

OrthogonalDesign lay_out_design(const SearchSpace& space, std::span<const Parameter* const> parameters,
                                ChosenArray chosen, const OrthogonalOptions& options, const Rng& rng) {
  OrthogonalDesign design;
  design.chosen = std::move(chosen);
  for (const Parameter& parameter : space.parameters()) {
    if (parameter.distribution.cardinality() == 1) design.constants[parameter.name] = parameter.distribution.at(0);
  }
  const bool random = options.place == "random";
  if (random) {
    design.chosen = place_at_random(design.chosen, rng.split("columns"));
    relabel_levels(design.chosen.array, parameters, rng.split("levels"));
  }
  const OrthogonalArray& array = design.chosen.array;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    design.factors.push_back(
        {parameters[j]->name, factor_level_values(parameters[j]->distribution, array.levels[j], options.jitter,
                                                  rng.split("values").split(parameters[j]->name))});
  }
  std::vector<int> order(static_cast<std::size_t>(array.runs));
  std::iota(order.begin(), order.end(), 0);
  if (random) rng.split("runs").shuffle(std::span<int>(order));
  for (const int run : order) {
    std::vector<int> levels;
    for (int j = 0; j < array.factors(); ++j) levels.push_back(array.at(run, j));
    ParamMap params = design.at(space, levels);
    if (space.feasible(params)) {
      design.runs.push_back(run);
      design.rows.push_back(std::move(params));
    } else {
      ++design.infeasible;
    }
  }
  return design;
}

}  // namespace

ParamMap OrthogonalDesign::at(const SearchSpace& space, std::span<const int> levels) const {
  ParamMap params = constants;
  for (std::size_t j = 0; j < factors.size(); ++j) {
    params[factors[j].name] = factors[j].values.at(static_cast<std::size_t>(levels[j]));
  }
  return space.active(params);
}

std::optional<std::vector<int>> OrthogonalDesign::levels_of(const ParamMap& params) const {
  std::vector<int> levels;
  for (const OrthogonalFactor& factor : factors) {
    const auto found = params.find(factor.name);
    const auto level = found == params.end() ? factor.values.end()
                                             : std::find(factor.values.begin(), factor.values.end(), found->second);
    if (found != params.end() && level == factor.values.end()) return std::nullopt;
    levels.push_back(static_cast<int>(level - factor.values.begin()));
  }
  return levels;
}

OrthogonalDesign make_design(const SearchSpace& space, const OrthogonalOptions& options, std::uint64_t seed,
                             const Budget& budget, const ParamMap* begun) {
  const std::vector<const Parameter*> parameters = varying_parameters(space);
  if (parameters.empty()) {
    ChosenArray single;
    single.array = single.whole = full_factorial({});
    return lay_out_design(space, parameters, std::move(single), options, Rng(seed));
  }
  const Rng rng = Rng(seed).split("orthogonal design");
  const std::vector<DesignChoice> choices = design_choices(options);
  std::int64_t room = max_array_runs;
  if (budget.trials && !options.levels) room = *budget.trials - (options.confirm ? 1 : 0);
  const auto fits = [&](const DesignChoice& choice) -> std::optional<ChosenArray> {
    if (!budget.trials && !options.levels && choice.levels > 5) return std::nullopt;
    return design_array(parameters, choice, options,
                        static_cast<int>(std::clamp<std::int64_t>(room, 0, max_array_runs)));
  };
  std::optional<OrthogonalDesign> fitting;
  for (std::size_t i = 0; i < choices.size() && !fitting; ++i) {
    if (auto chosen = fits(choices[i])) fitting = lay_out_design(space, parameters, std::move(*chosen), options, rng);
  }
  const auto continues = [&](const OrthogonalDesign& design) {
    return begun == nullptr || (!design.rows.empty() && design.rows.front() == *begun);
  };
  if (fitting && continues(*fitting)) return *fitting;
  for (const DesignChoice& choice : choices) {
    auto chosen = begun != nullptr ? design_array(parameters, choice, options, max_array_runs) : std::nullopt;
    if (!chosen) continue;
    OrthogonalDesign design = lay_out_design(space, parameters, std::move(*chosen), options, rng);
    if (continues(design)) return design;
  }
  if (fitting) return *fitting;
  // Even the smallest array is larger than the budget: the study ends within it.
  auto chosen = design_array(parameters, {options.levels.value_or(3), 1}, options, max_array_runs);
  if (!chosen) chosen = design_array(parameters, {2, 1}, options, max_array_runs);
  return lay_out_design(space, parameters, std::move(*chosen), options, rng);
}

}  // namespace vernier
