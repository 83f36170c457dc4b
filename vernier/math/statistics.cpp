#include "vernier/math/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

void refuse_empty_sample(bool empty) {
  if (empty) throw InvalidArgument("a statistic of no values", "at least one value");
}

}  // namespace

double mean(std::span<const double> values) {
  refuse_empty_sample(values.empty());
  double average = 0;
  double count = 0;
  for (const double value : values) average += (value - average) / ++count;  // a plain sum could overflow
  return average;
}

double sample_variance(std::span<const double> values) {
  refuse_empty_sample(values.empty());
  if (values.size() == 1) return 0;
  const double centre = mean(values);
  double squares = 0;
  double rest = 0;  // the rounding error of the mean, taken out again (Chan, Golub, LeVeque 1983)
  for (const double value : values) {
    squares += (value - centre) * (value - centre);
    rest += value - centre;
  }
  const auto count = static_cast<double>(values.size());
  return (squares - rest * rest / count) / (count - 1);
}

double quantile(std::vector<double> values, double probability) {
  refuse_empty_sample(values.empty());
  const double place = std::clamp(probability, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto lower = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), lower, values.end());
  const double share = place - static_cast<double>(below);
  if (share == 0) return *lower;
  const double upper = *std::min_element(lower + 1, values.end());
  return *lower == upper ? upper : (1 - share) * *lower + share * upper;  // equal infinities have no difference
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

std::vector<double> ranks_of(std::span<const double> values) {
  const auto key = [&](std::size_t k) { return std::isnan(values[k]) ? INFINITY : values[k]; };
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && key(order[end]) == key(order[begin])) ++end;
    for (std::size_t k = begin; k < end; ++k) ranks[order[k]] = static_cast<double>(begin + end + 1) / 2;
  }
  return ranks;
}

}  // namespace vernier
