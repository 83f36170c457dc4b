#pragma once
// Where a learning curve will end.
#include <span>

namespace vernier {

/// The probability that a curve of losses, seen at `steps` (above 0), lies below `limit` at step `at`.
///
/// Each of some shapes t^-b and exp(-b t / at) gives a linear model c + a shape(t) with normal noise and conjugate
/// priors on the standardised losses; its forecast is Student's t, and the shapes count by their evidence (the families
/// are those of Domhan, Springenberg, Hutter 2015). 0.5 with fewer than three losses. Losses are finite.
[[nodiscard]] double probability_below(std::span<const double> steps, std::span<const double> losses, double at,
                                       double limit);

}  // namespace vernier
