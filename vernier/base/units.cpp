#include "vernier/base/units.hpp"

#include <fmt/core.h>

#include <cmath>
#include <optional>
#include <span>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

struct Unit {
  std::string_view name;
  double size;
};

/// The number in front of the first unit that fits, times its size; nothing unless it is finite and above 0.
std::optional<double> amount(std::string_view text, std::span<const Unit> units) {
  const std::string_view trimmed = trim(text);
  for (const Unit& unit : units) {
    if (!trimmed.ends_with(unit.name)) continue;
    const auto number = parse_number(trimmed.substr(0, trimmed.size() - unit.name.size()));
    if (number && std::isfinite(*number) && *number > 0) return *number * unit.size;
  }
  return std::nullopt;
}

}  // namespace

double duration_from_text(std::string_view text, std::string_view what) {
  static constexpr Unit units[] = {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}, {"", 1}};
  if (const auto seconds = amount(text, units)) return *seconds;
  throw InvalidArgument(fmt::format("{} is '{}'", what, text), "a time above 0 such as 90s, 10m, 2h or 1d");
}

std::uint64_t bytes_from_text(std::string_view text, std::string_view what) {
  static constexpr Unit units[] = {{"KiB", 0x1p10}, {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40}, {"kB", 1e3},
                                   {"MB", 1e6},     {"GB", 1e9},     {"TB", 1e12},    {"B", 1},        {"", 1}};
  const auto bytes = amount(text, units);
  if (bytes && *bytes >= 1 && *bytes < 0x1p60) return static_cast<std::uint64_t>(*bytes);
  throw InvalidArgument(fmt::format("{} is '{}'", what, text), "an amount of memory such as 512MiB or 4GiB");
}

}  // namespace vernier
