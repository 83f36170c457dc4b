#pragma once
// Which configuration a study should deliver: the one that is best, not the one that was luckiest.
#include <optional>

#include "vernier/trial/history.hpp"

namespace vernier {

struct Recommendation {
  TrialRecord trial;            ///< the best trial of the configuration
  double value = 0;             ///< what a further evaluation is expected to give, in the objective's units
  double low = 0, high = 0;     ///< 90 % of what the configuration's true value may be
  std::size_t evaluations = 0;  ///< of it
};

/// Of the configurations with a complete trial that meets its constraints, the one of the least posterior mean under a
/// Gaussian process with noise, whatever sampler made the study. Where repeated trials agree exactly, the model finds
/// no noise to speak of, or there are too few trials to fit one to, that is the best trial with its value. Nothing
/// where best_trial finds nothing, and for several objectives. A pure function of the history.
[[nodiscard]] std::optional<Recommendation> recommend(const History& history);

}  // namespace vernier
