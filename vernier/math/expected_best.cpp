#include "vernier/math/expected_best.hpp"

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier {
namespace {

constexpr int resamples = 1000;

/// Ascending; failed draws are as bad as the worst that did not fail. Empty where all failed.
std::vector<double> usable(std::vector<double> losses) {
  std::sort(losses.begin(), losses.end(),
            [](double a, double b) { return (std::isnan(a) ? INFINITY : a) < (std::isnan(b) ? INFINITY : b); });
  const auto failed = std::find_if(losses.begin(), losses.end(), [](double loss) { return !std::isfinite(loss); });
  if (failed == losses.begin()) return {};
  std::fill(failed, losses.end(), *(failed - 1));
  return losses;
}

/// As many draws with replacement, in order.
std::vector<double> resampled(std::span<const double> ascending, Rng& rng) {
  std::vector<std::size_t> times(ascending.size());
  for (std::size_t k = 0; k < ascending.size(); ++k) ++times[static_cast<std::size_t>(rng.below(ascending.size()))];
  std::vector<double> sample;
  sample.reserve(ascending.size());
  for (std::size_t k = 0; k < ascending.size(); ++k) sample.insert(sample.end(), times[k], ascending[k]);
  return sample;
}

double doubling_gain(std::span<const double> ascending) {
  const std::size_t all = ascending.size();
  const double half = expected_least(ascending, all / 2);
  const double last = half - expected_least(ascending, all);
  const double before = expected_least(ascending, all / 4) - half;
  return before > 0 ? last * std::min(1.0, last / before) : 0;
}

}  // namespace

double expected_least(std::span<const double> ascending, std::size_t draws) {
  const std::size_t count = ascending.size();
  if (draws < 1 || draws > count) throw InvalidArgument("the best of more draws than there are", "1 to all of them");
  // the share of subsets whose least is the k-th: C(count - k - 1, draws - 1) / C(count, draws)
  double share = static_cast<double>(draws) / static_cast<double>(count);
  double expected = 0;
  for (std::size_t k = 0; k + draws <= count; ++k) {
    expected += share * ascending[k];
    if (k + draws < count) share *= static_cast<double>(count - k - draws) / static_cast<double>(count - k - 1);
  }
  return expected;
}

std::vector<ExpectedLeast> expected_least_curve(std::vector<double> losses, std::span<const std::size_t> draws,
                                                Rng rng) {
  const std::vector<double> ascending = usable(std::move(losses));
  if (ascending.empty()) return {};
  std::vector<std::vector<double>> seen(draws.size());
  for (int round = 0; round < resamples; ++round) {
    const std::vector<double> sample = resampled(ascending, rng);
    for (std::size_t k = 0; k < draws.size(); ++k) seen[k].push_back(expected_least(sample, draws[k]));
  }
  std::vector<ExpectedLeast> curve;
  for (std::size_t k = 0; k < draws.size(); ++k) {
    curve.push_back(
        {draws[k], expected_least(ascending, draws[k]), quantile(seen[k], 0.025), quantile(std::move(seen[k]), 0.975)});
  }
  return curve;
}

std::optional<Doubling> next_doubling(std::vector<double> losses, Rng rng) {
  const auto finite = std::count_if(losses.begin(), losses.end(), [](double loss) { return std::isfinite(loss); });
  if (finite < 8) return std::nullopt;
  const std::vector<double> ascending = usable(std::move(losses));
  std::vector<double> seen;
  for (int round = 0; round < resamples; ++round) seen.push_back(doubling_gain(resampled(ascending, rng)));
  return Doubling{doubling_gain(ascending), quantile(seen, 0.025), quantile(seen, 0.975)};
}

}  // namespace vernier
