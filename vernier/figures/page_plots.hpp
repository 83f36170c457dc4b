#pragma once
// The plots of a report page.
#include <string>
#include <vector>

#include "vernier/base/component.hpp"
#include "vernier/figures/number_store.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/study/study.hpp"

namespace vernier {

/// What the plots are drawn from. Parameters are in the order in which they are shown.
struct PlotSource {
  const Study& study;
  const History& history;
  std::vector<TrialRecord> trials;
  std::vector<Objective> objectives;
  std::vector<Parameter> parameters;
  std::string step;  ///< what a report's step counts
};

/// How much each parameter mattered for an objective, or why that cannot be said.
struct PageImportance {
  std::vector<Importance> found{};
  std::string missing{};
};
[[nodiscard]] PageImportance page_importance(const History& history, Component method, std::size_t objective);

/// [{"id","title","about","keys","figures":[{"of":[...],"figure":{...}}],"missing"}, ...]: `of` has a word for each of
/// `keys`, by which a reader chooses the figure. `missing` says what a plot without figures lacks.
[[nodiscard]] Json page_plots(const PlotSource& source, const std::vector<PageImportance>& importances,
                              NumberStore& numbers);

}  // namespace vernier
