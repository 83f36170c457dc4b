#include "vernier/math/distributions.hpp"

#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <limits>

namespace vernier {

double f_upper_tail(double f, double df1, double df2) {
  if (std::isnan(f)) return std::numeric_limits<double>::quiet_NaN();
  if (f <= 0) return 1;
  if (std::isinf(f)) return 0;
  return boost::math::cdf(boost::math::complement(boost::math::fisher_f(df1, df2), f));
}

double f_upper_quantile(double tail, double df1, double df2) {
  return boost::math::quantile(boost::math::complement(boost::math::fisher_f(df1, df2), tail));
}

}  // namespace vernier
