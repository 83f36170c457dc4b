#include "vernier/advice/paired_difference.hpp"

#include <cmath>
#include <limits>

#include "vernier/math/distributions.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::advice {

PairedDifference paired_difference(const std::vector<double>& values, const std::vector<double>& baseline,
                                   double confidence) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < values.size(); ++i) differences.push_back(values[i] - baseline[i]);
  const auto n = static_cast<double>(differences.size());
  PairedDifference result{.mean = mean(differences)};
  if (!std::isfinite(result.mean) || n < 2) {
    result.low = result.mean > 0 ? result.mean : -std::numeric_limits<double>::infinity();
    result.high = std::numeric_limits<double>::infinity();
    return result;
  }
  // the square of Student's t is Fisher's F with one degree of freedom above
  const double t = std::sqrt(f_upper_quantile(1 - confidence, 1, n - 1));
  const double reach = t * std::sqrt(sample_variance(differences) / n);
  result.low = result.mean - reach;
  result.high = result.mean + reach;
  return result;
}

}  // namespace vernier::advice
