#pragma once
// Descriptive statistics of a sample of finite numbers.
#include <span>
#include <vector>

namespace vernier {

/// The arithmetic mean of at least one value.
[[nodiscard]] double mean(std::span<const double> values);
/// The unbiased variance, with n - 1 in the denominator; 0 for a single value.
[[nodiscard]] double sample_variance(std::span<const double> values);
/// The quantile at `probability` in [0, 1], linear between order statistics: type 7 of Hyndman and Fan 1996, the
/// default of R and NumPy. Takes a copy because it reorders; at least one value. Infinities keep their place.
[[nodiscard]] double quantile(std::vector<double> values, double probability);
/// quantile(values, 0.5).
[[nodiscard]] double median(std::vector<double> values);
/// Ranks from 1 for the least value; equal ones share the mean of theirs. NaN and infinity come last.
[[nodiscard]] std::vector<double> ranks_of(std::span<const double> values);

}  // namespace vernier
