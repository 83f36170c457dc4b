#include "vernier/advice/paired_difference.hpp"

#include <cmath>
#include <limits>

#include "vernier/math/mean_interval.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::advice {

PairedDifference paired_difference(const std::vector<double>& values, const std::vector<double>& baseline,
                                   double confidence) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < values.size(); ++i) differences.push_back(values[i] - baseline[i]);
  constexpr double unbounded = std::numeric_limits<double>::infinity();
  const double centre = mean(differences);
  if (!std::isfinite(centre)) return {centre, centre > 0 ? centre : -unbounded, unbounded};
  const MeanEstimate estimate = mean_estimate(differences, confidence);
  return {estimate.mean, estimate.low, estimate.high};
}

}  // namespace vernier::advice
