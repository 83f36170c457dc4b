#pragma once
// The plots of an assessment.
#include "vernier/evaluation/assessment.hpp"
#include "vernier/figures/figure.hpp"

namespace vernier::evaluation {

/// The validation value by budget: the study as it went, and the expected best of random search with its interval.
[[nodiscard]] Figure budget_figure(const Assessment& assessment);

/// The score of each training of each contender on the test part; without one, the validation value.
[[nodiscard]] Figure repeats_figure(const Assessment& assessment);

}  // namespace vernier::evaluation
