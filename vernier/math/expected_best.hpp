#pragma once
// How good the best of so many draws is: what a budget of random search is worth.
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "vernier/base/rng.hpp"

namespace vernier {

/// The expected least of `draws` losses, from `losses` of independent draws: expected validation performance (Dodge et
/// al. 2019), by the estimator without bias, the mean over all subsets of that size (Tang et al. 2020). 1 <= draws <=
/// losses.size(); ascending losses. Infinite where too many of them are.
[[nodiscard]] double expected_least(std::span<const double> ascending, std::size_t draws);

struct ExpectedLeast {
  std::size_t draws = 0;
  double expected = 0;
  double low = 0, high = 0;  ///< 95 %
};

/// expected_least for each number of `draws`, with bootstrap intervals of 1,000 resamples (percentiles). For many draws
/// out of few losses the interval is too short: what lies beyond the best seen, no resample can show. Failed draws are
/// infinite losses and count as the worst finite one; nothing where none is finite.
[[nodiscard]] std::vector<ExpectedLeast> expected_least_curve(std::vector<double> losses,
                                                              std::span<const std::size_t> draws, Rng rng);

struct Doubling {
  double gain = 0;           ///< by how much twice as many draws lower the expected least
  double low = 0, high = 0;  ///< 95 %, of resampling
};
/// From the last two doublings within the losses (a quarter, half, all), as if the ratio of one gain to the one before
/// went on, at most 1: exact for an expected least that falls towards its limit by a power of the draws. Nothing for
/// fewer than 8 finite losses.
[[nodiscard]] std::optional<Doubling> next_doubling(std::vector<double> losses, Rng rng);

}  // namespace vernier
