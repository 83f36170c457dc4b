#include "vernier/math/normal.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace vernier {
namespace {

double log_normal_density(double z) { return -0.5 * z * z - 0.5 * std::log(2 * std::numbers::pi); }

}  // namespace

double normal_quantile(double probability) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * probability); }

double log_normal_cdf(double z) {
  if (z > -20) return std::log(0.5 * std::erfc(-z / std::numbers::sqrt2));
  const double q = 1 / (z * z);  // the asymptotic series of Mills' ratio
  return log_normal_density(z) - std::log(-z) + std::log1p(-q * (1 - 3 * q * (1 - 5 * q * (1 - 7 * q))));
}

double log_expected_excess(double z) {
  if (z > -25) {
    const double density = std::exp(log_normal_density(z));
    return std::log(0.5 * z * std::erfc(-z / std::numbers::sqrt2) + density);
  }
  const double q = 1 / (z * z);
  return log_normal_density(z) - 2 * std::log(-z) + std::log1p(-3 * q * (1 - 5 * q * (1 - 7 * q * (1 - 9 * q))));
}

}  // namespace vernier
