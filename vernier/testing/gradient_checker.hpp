#pragma once
// Compares gradients with central differences.
#include <cmath>
#include <functional>
#include <span>
#include <string>

#include <fmt/core.h>

namespace vernier::testing {

/// What was found: the largest error, relative to the largest gradient, and where.
struct GradientCheck {
  double error = 0;
  std::size_t index = 0;
  double analytic = 0;
  double numeric = 0;
  [[nodiscard]] std::string text() const {
    return fmt::format("element {}: analytic {}, numeric {}, error {} of the largest", index, analytic, numeric, error);
  }
};

/// Moves each of `values` by +-step and compares (f(+) - f(-)) / (2 step) with `gradient`. `f` sums in double. The step
/// balances the rounding of float32 against curvature; a function with kinks should not be asked near one.
inline GradientCheck check_gradient(std::span<float> values, std::span<const float> gradient,
                                    const std::function<double()>& f, double step = 1e-2) {
  GradientCheck worst;
  double largest = 1e-3;
  for (const float g : gradient) largest = std::max(largest, std::abs(static_cast<double>(g)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float before = values[i];
    values[i] = static_cast<float>(before + step);
    const double above = static_cast<double>(values[i]);
    const double high = f();
    values[i] = static_cast<float>(before - step);
    const double below = static_cast<double>(values[i]);
    const double low = f();
    values[i] = before;
    const double numeric = (high - low) / (above - below);
    const double error = std::abs(numeric - static_cast<double>(gradient[i])) / largest;
    if (!(error <= worst.error)) worst = {error, i, static_cast<double>(gradient[i]), numeric};
  }
  return worst;
}

}  // namespace vernier::testing
