#pragma once
// A search space from what was found out: the experiment with other ranges, each with its evidence as a comment.
#include <string>
#include <vector>

#include "vernier/advice/batch_sizes.hpp"
#include "vernier/advice/curve_reading.hpp"
#include "vernier/advice/parameter_screen.hpp"
#include "vernier/advice/rate_search.hpp"

namespace vernier::advice {

/// Puts the range of `rates` in the place of every rate of the optimizer that was tried (and of those that share its
/// parameter): numbers, ranges, and the first or highest rate of schedules. Where the batch size is tuned, the rate is
/// that of the batch size `at_batch` and follows the size by the optimizer's rule. Nothing where no rate was found.
void suggest_rates(Json& experiment, const RateSearch& rates, const Configuration& subject);

/// The powers of two that are worth trying: the four up to the noise scale, an eighth of the rows, 1024 and half of a
/// size that was measured to generalise worse, whichever is least.
[[nodiscard]] std::vector<Index> suggested_batch_sizes(const NoiseScale* noise, const BatchSizes& measured, Index rows);
void suggest_batch_sizes(Json& experiment, const NoiseScale* noise, const BatchSizes& measured, Index rows);

/// The parameters that have a comment by now.
[[nodiscard]] std::vector<std::string> settled_parameters(Json& experiment, const SearchSpace& space);

/// Takes out of ranges and choices what was seen to be worse than the middle, and the side away from what was seen to
/// be better. Every other parameter gets a comment that says that no difference was seen. `reading` is added to the
/// comments of dropout and weight decay.
void narrow_space(Json& experiment, const SearchSpace& space, const ParameterScreen& screen,
                  const CurveReading* reading);

/// Says in the words of a file what tune::plan_table does by itself: validation rows drawn at random (of a series the
/// last ones), and a last training of the best configuration on all rows.
void write_table_rules(Json& experiment, bool series);

}  // namespace vernier::advice
