#include "apps/cli/live/sparkline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace vernier::cli {

std::string sparkline(std::span<const double> values, int width, bool unicode) {
  static constexpr std::array<const char*, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<const char*, 8> ascii{"_", ".", ",", "-", "~", "=", "^", "#"};
  const std::size_t columns = std::min(values.size(), static_cast<std::size_t>(std::max(width, 0)));
  std::vector<double> shown;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (std::size_t i = 1; i <= columns; ++i) {
    shown.push_back(values[i * values.size() / columns - 1]);
    if (!std::isfinite(shown.back())) continue;
    low = std::min(low, shown.back());
    high = std::max(high, shown.back());
  }
  std::string line;
  for (const double value : shown) {
    if (!std::isfinite(value)) {
      line += ' ';
      continue;
    }
    // halves, so that the largest numbers do not overflow
    const double share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0;
    const auto level = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 7));
    line += (unicode ? blocks : ascii)[level];
  }
  return line;
}

}  // namespace vernier::cli
