#pragma once
// The standard normal distribution where a search needs it: far in the tails, and as logarithms.

namespace vernier {

/// The z below which lies the share `probability`, 0 < probability < 1.
[[nodiscard]] double normal_quantile(double probability);
/// log Phi(z), accurate for any finite z.
[[nodiscard]] double log_normal_cdf(double z);
/// log(z Phi(z) + phi(z)): the logarithm of the expected excess of a standard normal over -z. Accurate for any finite z
/// (Ament et al. 2023, "Unexpected improvements to expected improvement for Bayesian optimization").
[[nodiscard]] double log_expected_excess(double z);

}  // namespace vernier
