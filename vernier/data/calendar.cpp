#include "vernier/data/calendar.hpp"

#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

#include "vernier/base/text.hpp"

namespace vernier {
namespace {

constexpr std::size_t date_length = 10;

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

int number_at(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (const char c : text.substr(from, count)) value = 10 * value + (c - '0');
  return value;
}

std::optional<double> parse_date(std::string_view text) {
  if (text.size() != date_length) return std::nullopt;
  int year = 0;
  int month = 0;
  int day = 0;
  const auto fields = [&](std::size_t a, std::size_t b, std::size_t c) {
    return all_digits(text.substr(a, a == 0 && b == 5 ? 4 : 2)) && all_digits(text.substr(b, 2)) &&
           all_digits(text.substr(c, c == 8 ? 2 : 4));
  };
  if (text[4] == text[7] && (text[4] == '-' || text[4] == '/' || text[4] == '.') && fields(0, 5, 8)) {
    year = number_at(text, 0, 4);
    month = number_at(text, 5, 2);
    day = number_at(text, 8, 2);
  } else if (text[2] == text[5] && (text[2] == '-' || text[2] == '/' || text[2] == '.') && fields(0, 3, 6)) {
    const bool month_first = text[2] == '/';
    month = number_at(text, month_first ? 0 : 3, 2);
    day = number_at(text, month_first ? 3 : 0, 2);
    year = number_at(text, 6, 4);
  } else {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<double> parse_clock(std::string_view text) {
  const bool seconds = text.size() == 8 && text[5] == ':' && all_digits(text.substr(6, 2));
  if ((text.size() != 5 && !seconds) || text[2] != ':') return std::nullopt;
  if (!all_digits(text.substr(0, 2)) || !all_digits(text.substr(3, 2))) return std::nullopt;
  const int second = seconds ? number_at(text, 6, 2) : 0;
  const int of_day = (number_at(text, 0, 2) * 60 + number_at(text, 3, 2)) * 60 + second;
  if (number_at(text, 3, 2) > 59 || second > 59 || of_day >= 86'400) return std::nullopt;
  return of_day / 86'400.0;
}

}  // namespace

std::optional<double> parse_time(std::string_view given) {
  const std::string_view text = trim(given);
  if (text.size() <= 8) return parse_clock(text);
  const auto date = parse_date(text.substr(0, date_length));
  if (!date || text.size() == date_length) return date;
  if (text[date_length] != ' ' && text[date_length] != 'T') return std::nullopt;
  const auto clock = parse_clock(text.substr(date_length + 1));
  if (!clock) return std::nullopt;
  return *date + *clock;
}

void calendar_features(double days, std::span<float> into) {
  constexpr std::array periods{365.2425, 7.0, 1.0};
  for (std::size_t k = 0; 2 * k < into.size(); ++k) {
    const double turn = 2 * std::numbers::pi * std::fmod(days, periods[k]) / periods[k];
    into[2 * k] = static_cast<float>(std::sin(turn));
    into[2 * k + 1] = static_cast<float>(std::cos(turn));
  }
}

}  // namespace vernier
