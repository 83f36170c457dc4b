#pragma once
// How every method hands over what it found.
#include <vector>

#include "vernier/importance/importance.hpp"

namespace vernier {

/// The most important first; equals in the order given.
[[nodiscard]] std::vector<Importance> ranked(std::vector<Importance> importances);
/// ranked(), divided by their sum where that is above 0: amounts become shares.
[[nodiscard]] std::vector<Importance> ranked_shares(std::vector<Importance> amounts);

}  // namespace vernier
