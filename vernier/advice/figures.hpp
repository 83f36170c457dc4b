#pragma once
// The plots of advice.
#include "vernier/advice/curve_reading.hpp"
#include "vernier/advice/rate_search.hpp"
#include "vernier/figures/figure.hpp"

namespace vernier::advice {

/// The loss over the logarithm of the rate, and its running mean. What lies far above the beginning is drawn at the
/// edge.
[[nodiscard]] Figure range_test_figure(const RangeTest& test);
/// The mean loss of the short trainings over the logarithm of the rate.
[[nodiscard]] Figure rate_trials_figure(const RateSearch& search);
/// Training and validation loss; `epochs` is the distance of two points.
[[nodiscard]] Figure curves_figure(const LearningCurves& curves, double epochs);

}  // namespace vernier::advice
