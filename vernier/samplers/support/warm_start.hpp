#pragma once
// The best configurations of earlier studies, carried over to another space.
#include <optional>

#include "vernier/base/rng.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

/// `params` of another space as a configuration of `space`: numbers are brought into their range and onto their step, a
/// parameter that is new, or whose category is unknown, is drawn. Nothing where a constraint refuses it.
[[nodiscard]] std::optional<ParamMap> carried_over(const ParamMap& params, const SearchSpace& space, const Rng& rng);

/// The first that no trial has had yet of the best three of each earlier study, the studies in turn. A pure function of
/// the history; nothing without a warm start, and when all have been tried.
[[nodiscard]] std::optional<ParamMap> warm_configuration(const History& history);

}  // namespace vernier
