#pragma once
// Dates and times of day as numbers.
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace vernier {

/// Days since 1970-01-01, with the time of day as the fraction. Reads 2024-05-01 and 2024/05/01, 01.05.2024 and
/// 01-05-2024 (day first), 05/01/2024 (month first), each with a time behind a blank or T or without (12:30, 12:30:59),
/// and a time alone (of day 0). Nothing for other texts and for days that do not exist.
[[nodiscard]] std::optional<double> parse_time(std::string_view text);

/// Where a moment lies in the year, in the week and, with `time_of_day`, in the day: sine and cosine of each.
[[nodiscard]] constexpr std::size_t calendar_width(bool time_of_day) { return time_of_day ? 6 : 4; }
void calendar_features(double days, std::span<float> into);

}  // namespace vernier
