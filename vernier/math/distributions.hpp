#pragma once
// Tails and quantiles of the classical distributions (Boost.Math behind it).

namespace vernier {

/// P(F >= f) for F distributed as Fisher's F with df1 and df2 degrees of freedom (both above 0); NaN when f is NaN.
[[nodiscard]] double f_upper_tail(double f, double df1, double df2);
/// The f above which F lies with probability `tail`, 0 < tail < 1.
[[nodiscard]] double f_upper_quantile(double tail, double df1, double df2);

}  // namespace vernier
