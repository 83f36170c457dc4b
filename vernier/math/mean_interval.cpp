#include "vernier/math/mean_interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/math/distributions.hpp"
#include "vernier/math/normal.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr double outside = 0.05;  // of a 95 % interval

/// Mean squares of a table of n1 lines and n2 columns.
struct MeanSquares {
  double first = 0, second = 0, both = 0;
};

MeanSquares mean_squares(std::span<const std::vector<double>> values, std::span<const double> lines,
                         std::span<const double> columns, double centre) {
  const auto n1 = static_cast<double>(lines.size());
  const auto n2 = static_cast<double>(columns.size());
  double rest = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) rest += std::pow(values[i][j] - lines[i] - columns[j] + centre, 2);
  }
  const double free = (n1 - 1) * (n2 - 1);
  return {n2 * sample_variance(lines), n1 * sample_variance(columns), free > 0 ? rest / free : 0};
}

}  // namespace

MeanEstimate mean_estimate(double mean, double variance_of_mean, double degrees, double confidence) {
  constexpr double unbounded = std::numeric_limits<double>::infinity();
  if (!std::isfinite(variance_of_mean) || !(degrees > 0)) return {mean, unbounded, 0, -unbounded, unbounded, 1};
  const double error = std::sqrt(variance_of_mean);
  if (error == 0) return {mean, 0, degrees, mean, mean, mean == 0 ? 1.0 : 0.0};
  // t squared is Fisher's F with one degree of freedom in the numerator
  const double reach = error * std::sqrt(f_upper_quantile(1 - confidence, 1, degrees));
  const double p_value = f_upper_tail(mean * mean / variance_of_mean, 1, degrees);
  return {mean, error, degrees, mean - reach, mean + reach, p_value};
}

MeanEstimate mean_estimate(std::span<const double> values, double confidence) {
  const auto count = static_cast<double>(values.size());
  return mean_estimate(mean(values), sample_variance(values) / count, count - 1, confidence);
}

MeanEstimate corrected_resampled_mean(std::span<const double> values, double test_to_train) {
  const auto count = static_cast<double>(values.size());
  return mean_estimate(mean(values), sample_variance(values) * (1 / count + test_to_train), count - 1);
}

CrossedMean crossed_mean(std::span<const std::vector<double>> values) {
  const std::size_t width = values.empty() ? 0 : values.front().size();
  const bool even = std::all_of(values.begin(), values.end(), [&](const auto& line) { return line.size() == width; });
  if (width == 0 || !even) throw InvalidArgument("the values of two samples do not cross", "lines of one length");
  std::vector<double> lines;
  std::vector<double> columns(width);
  for (const std::vector<double>& line : values) {
    lines.push_back(mean(line));
    for (std::size_t j = 0; j < width; ++j) columns[j] += line[j] / static_cast<double>(values.size());
  }
  const double centre = mean(lines);
  const auto n1 = static_cast<double>(lines.size());
  const auto n2 = static_cast<double>(width);
  if (lines.size() == 1 || width == 1) {
    const MeanEstimate one = mean_estimate(lines.size() == 1 ? values.front() : lines);
    return {one, lines.size() == 1 ? 0 : one.error, lines.size() == 1 ? one.error : 0};
  }
  const MeanSquares squares = mean_squares(values, lines, columns, centre);
  const double cells = n1 * n2;
  const double variance = (squares.first + std::max(squares.second - squares.both, 0.0)) / cells;
  double spread = std::pow(squares.first / cells, 2) / (n1 - 1);
  if (squares.second > squares.both) {
    spread += std::pow(squares.second / cells, 2) / (n2 - 1);
    spread += std::pow(squares.both / cells, 2) / ((n1 - 1) * (n2 - 1));
  }
  const double degrees = spread > 0 ? variance * variance / spread : n1 - 1;
  return {mean_estimate(centre, variance, degrees), std::sqrt(squares.first / cells),
          std::sqrt(std::max(squares.second - squares.both, 0.0) / cells)};
}

ShareInterval share_interval(double part, double count) {
  if (!(count > 0)) return {};
  const double z = normal_quantile(1 - outside / 2);
  const double share = part / count;
  const double scale = 1 + z * z / count;
  const double centre = (share + z * z / (2 * count)) / scale;
  const double reach = z / scale * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  return {std::max(0.0, centre - reach), std::min(1.0, centre + reach)};
}

}  // namespace vernier
