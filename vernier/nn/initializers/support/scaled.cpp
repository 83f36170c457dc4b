#include "vernier/nn/initializers/support/scaled.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/nn/initializers/support/draw.hpp"

namespace vernier::nn {

void ScaledInitializer::fill(View weights, Rng rng) const {
  // the standard deviation of a standard normal cut at two standard deviations
  constexpr double truncated_stddev = 0.87962566103423978;
  const Fans fans = compute_fans(weights.shape);
  double count = fans.in;
  if (mode_ == FanMode::out) count = fans.out;
  if (mode_ == FanMode::average) count = (fans.in + fans.out) / 2;
  const double variance = scale_ / std::max(1.0, count);
  switch (draw_) {
    case ScaledDraw::uniform: {
      const double limit = std::sqrt(3.0 * variance);
      return fill_uniform(weights, -limit, limit, rng);
    }
    case ScaledDraw::truncated_normal:
      return fill_truncated_normal(weights, 0.0, std::sqrt(variance) / truncated_stddev, rng);
    case ScaledDraw::untruncated_normal: return fill_normal(weights, 0.0, std::sqrt(variance), rng);
  }
}

}  // namespace vernier::nn
