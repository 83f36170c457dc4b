#pragma once
// The configuration that advice is given about: the middle of a search space, and the changes that trials make to it.
#include <string>
#include <vector>

#include "vernier/experiment/experiment.hpp"
#include "vernier/nn/model.hpp"

namespace vernier::advice {

/// Of each parameter its prior, else the middle of its range, else the first of its alternatives, as coordinates of the
/// unit cube.
[[nodiscard]] std::vector<double> typical_point(const SearchSpace& space);
/// That configuration; where it is not feasible the first feasible draw of a fixed stream.
[[nodiscard]] ParamMap typical_params(const SearchSpace& space);

/// The innermost optimizer: "adam" of {lookahead: {optimizer: adam}}.
[[nodiscard]] std::string optimizer_of(const Configuration& configuration);
/// The same with this rate in the place of its rate or schedule, and without averaged weights, which would hide what a
/// step does.
[[nodiscard]] Configuration with_learning_rate(Configuration configuration, double rate);
[[nodiscard]] Index batch_size_of(const Configuration& configuration);
[[nodiscard]] Configuration with_batch_size(Configuration configuration, Index batch_size);

/// How the rate follows the batch: with its square root for optimizers that divide by the gradient's size (Malladi et
/// al. 2022, arXiv 2205.10287), in proportion for the others (Goyal et al. 2017, arXiv 1706.02677).
enum class RateRule { square_root, linear };
[[nodiscard]] RateRule rate_rule(const std::string& optimizer);
[[nodiscard]] double scaled_rate(double rate, Index from_batch, Index to_batch, RateRule rule);

/// Seconds that one training step is expected to take on one core: a fixed estimate from multiplications, not a
/// measurement, so that what is bounded by it repeats.
[[nodiscard]] double expected_step_seconds(const nn::Model& model, Index batch_size);

}  // namespace vernier::advice
