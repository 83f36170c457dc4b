#pragma once
// Initializers whose spread depends on the number of connections: glorot, he, lecun, variance_scaling.
#include "vernier/nn/initializers/initializer.hpp"

namespace vernier::nn {

enum class FanMode { in, out, average };
enum class ScaledDraw { uniform, truncated_normal, untruncated_normal };

/// Variance scale / n, where n is the fan in, the fan out or their mean. uniform: within sqrt(3 scale / n);
/// truncated_normal: the standard deviation is widened so that it is sqrt(scale / n) after the cut at two of them.
class ScaledInitializer final : public Initializer {
 public:
  ScaledInitializer(double scale, FanMode mode, ScaledDraw draw) : scale_(scale), mode_(mode), draw_(draw) {}
  void fill(View weights, Rng rng) const override;

 private:
  double scale_;
  FanMode mode_;
  ScaledDraw draw_;
};

/// The `.make` of an entry that fixes all three.
template <int scale, FanMode mode, ScaledDraw draw>
[[nodiscard]] std::unique_ptr<Initializer> make_scaled(const Json&) {
  return std::make_unique<ScaledInitializer>(scale, mode, draw);
}

}  // namespace vernier::nn
