#pragma once
// What the budget of a search bought.
#include <optional>

#include "vernier/base/json.hpp"
#include "vernier/figures/figure.hpp"

namespace vernier {

/// The best value reached after so many trials, by the study and by a random search, with the interval where one is
/// known: `budget` of an assessment, lists of {"trials","value","interval"}. Nothing where it holds no such list.
[[nodiscard]] std::optional<Figure> budget_figure(const Json& assessment);

}  // namespace vernier
