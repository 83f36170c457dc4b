#pragma once
// Tests of pairs that rest on counting, and what testing several things at once costs.
#include <cstdint>
#include <span>
#include <vector>

namespace vernier {

/// The two-sided exact p-value of McNemar's test (McNemar 1947; Dietterich 1998): of the pairs in which exactly one of
/// two was wrong, `only_a` were a's and `only_b` b's. 1 where there are none.
[[nodiscard]] double mcnemar_p_value(std::int64_t only_a, std::int64_t only_b);

/// The two-sided p-value of a paired sign-flip permutation test of a mean of 0, 10,000 flips of a fixed stream (Fisher
/// 1935).
[[nodiscard]] double sign_flip_p_value(std::span<const double> differences);

/// p-values as they count when all are looked at: the chance of any false finding stays what it was for one (Holm
/// 1979). In the order given.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace vernier
