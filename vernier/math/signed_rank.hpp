#pragma once
// Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945).
#include <span>

namespace vernier {

/// The probability, under differences that are symmetric about 0, of a rank sum of positive differences at least as
/// large as this one: small where the differences are above 0. The ranks of zeros go half to each side. Exact for up to
/// 50 differences without ties or zeros, else by the normal approximation with a correction for ties. 1 where there are
/// none.
[[nodiscard]] double signed_rank_upper_tail(std::span<const double> differences);

}  // namespace vernier
