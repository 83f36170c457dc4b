#include "vernier/figures/plot_axis.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/core.h>

namespace vernier {
namespace {

constexpr double axis_limit = 1e300;  // so that a difference of two values is finite

double round_step(double range, int count, bool whole) {
  const double raw = range / std::max(count, 1);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double step = raw <= power ? power : raw <= 2 * power ? 2 * power : raw <= 5 * power ? 5 * power : 10 * power;
  return whole ? std::max(1.0, step) : step;
}

std::string tick_text(double value, double step, double largest) {
  if (std::abs(value) < step * 1e-9) return "0";
  if (largest >= 1e6 || largest < 1e-4) return fmt::format("{:.3g}", value);
  const int decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step) + 1e-9)), 0, 12);
  return fmt::format("{:.{}f}", value, decimals);
}

}  // namespace

double PlotAxis::fraction(double value) const { return std::clamp((value - low) / (high - low), 0.0, 1.0); }

PlotAxis make_axis(double low, double high, int count, bool whole) {
  low = std::clamp(low, -axis_limit, axis_limit);
  high = std::clamp(high, -axis_limit, axis_limit);
  if (!(high - low > std::max(std::abs(low), std::abs(high)) * 1e-12)) {
    const double pad = low == 0 ? 1 : std::abs(low) * 0.1;
    low -= whole ? std::max(1.0, pad) : pad;
    high += whole ? std::max(1.0, pad) : pad;
  }
  PlotAxis axis{low, high, {}};
  const double step = round_step(high - low, count, whole);
  const double largest = std::max(std::abs(low), std::abs(high));
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + step * 1e-9 && axis.ticks.size() < 100; ++k) {
    axis.ticks.push_back({std::clamp(k * step, low, high), tick_text(k * step, step, largest)});
  }
  return axis;
}

}  // namespace vernier
