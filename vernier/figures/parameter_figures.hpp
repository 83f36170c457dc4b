#pragma once
// How values depend on parameters: the plots of a study over its space.
//
// Each shows complete trials with finite values. Points lie as ParameterAxis says; lists have an entry for every trial
// of the study, NaN where it does not belong into the plot, so that plots of one study share them.
#include <cstddef>
#include <span>

#include "vernier/figures/figure.hpp"
#include "vernier/space/search_space.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier {

/// The value over one parameter; the shade is the trial's number.
[[nodiscard]] Figure slice_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                  const Parameter& parameter, std::size_t objective = 0);

/// The trials in the plane of two parameters; the shade is the share of trials with a better value, equals in the
/// middle of their places: 0 is the best, 1 the worst.
[[nodiscard]] Figure rank_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                 const Parameter& x, const Parameter& y, std::size_t objective = 0);

/// The mean value in the plane of two parameters, in at most `most` by `most` cells. Along numbers and levels a trial
/// counts in the neighbouring cells too, by exp(-d^2 / 2) at d cells' distance, d at most 2; a cell with a weight below
/// 0.1 stays empty. The trials are a series, their values its shade.
[[nodiscard]] Figure contour_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                    const Parameter& x, const Parameter& y, std::size_t objective = 0,
                                    std::size_t most = 16);

/// A line for each trial across the parameters and, last, the value, which is the shade too. Of more than `most` trials
/// the better half of them and an even sample of the others.
[[nodiscard]] Figure parallel_figure(std::span<const TrialRecord> trials, std::span<const Objective> objectives,
                                     std::span<const Parameter> parameters, std::size_t objective = 0,
                                     std::size_t most = 1000);

}  // namespace vernier
