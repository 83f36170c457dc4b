#include "vernier/math/input_warp.hpp"

#include <algorithm>
#include <cmath>

namespace vernier {
namespace {

// At the ends themselves slopes are 0 or infinite.
double off_the_ends(double x) { return std::clamp(x, 1e-6, 1 - 1e-6); }

}  // namespace

double InputWarp::apply(std::size_t k, double x) const {
  return 1 - std::pow(1 - std::pow(off_the_ends(x), a[k]), b[k]);
}

double InputWarp::slope(std::size_t k, double x) const {
  x = off_the_ends(x);
  return a[k] * b[k] * std::pow(x, a[k] - 1) * std::pow(1 - std::pow(x, a[k]), b[k] - 1);
}

double InputWarp::slope_by_log_a(std::size_t k, double x) const {
  return slope(k, x) * off_the_ends(x) * std::log(off_the_ends(x));
}

double InputWarp::slope_by_log_b(std::size_t k, double x) const {
  const double rest = 1 - std::pow(off_the_ends(x), a[k]);
  return -b[k] * std::pow(rest, b[k]) * std::log(rest);
}

}  // namespace vernier
