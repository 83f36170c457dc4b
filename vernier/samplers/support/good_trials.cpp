#include "vernier/samplers/support/good_trials.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "vernier/math/pareto.hpp"

namespace vernier {
namespace {

using LossVectors = std::vector<std::vector<double>>;

/// Each loss mapped to [0, 1] over the points: then one reference point suits all.
LossVectors normalized_losses(const std::vector<const std::vector<double>*>& points) {
  LossVectors result(points.size());
  for (std::size_t k = 0; k < points.front()->size(); ++k) {
    double low = (*points.front())[k];
    double high = low;
    for (const auto* point : points) {
      low = std::min(low, (*point)[k]);
      high = std::max(high, (*point)[k]);
    }
    const double width = high / 2 - low / 2;  // halved: the difference of two doubles may be none
    for (std::size_t i = 0; i < points.size(); ++i) {
      result[i].push_back(width > 0 ? ((*points[i])[k] / 2 - low / 2) / width : 0);
    }
  }
  return result;
}

/// Indices of `count` points, each the one that adds most to the volume covered by those before it. What a point adds
/// only shrinks, so an old number is a bound and most need not be computed anew (Minoux 1978).
std::vector<std::size_t> greedy_cover(const LossVectors& points, std::size_t count) {
  const std::vector<double> reference(points.front().size(), 1.1);
  LossVectors chosen;
  std::vector<std::size_t> result;
  std::vector<double> bound;
  for (const auto& point : points) bound.push_back(hypervolume({&point, 1}, reference));
  double covered = 0;
  while (result.size() < count) {
    std::vector<bool> exact(points.size());
    for (;;) {
      const auto top = static_cast<std::size_t>(std::max_element(bound.begin(), bound.end()) - bound.begin());
      if (exact[top]) {
        chosen.push_back(points[top]);
        covered += bound[top];
        bound[top] = -1;
        result.push_back(top);
        break;
      }
      chosen.push_back(points[top]);
      bound[top] = std::max(0.0, hypervolume(chosen, reference) - covered);
      chosen.pop_back();
      exact[top] = true;
    }
  }
  return result;
}

/// The complete trials front by front until there are `count`, or no more.
std::vector<std::size_t> best_by_fronts(const std::vector<Observations::Trial>& trials, std::size_t count) {
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    if (trials[i].standing.end == Standing::End::complete) left.push_back(i);
  }
  std::vector<std::size_t> result;
  while (!left.empty() && result.size() < count) {
    LossVectors losses;
    for (const std::size_t i : left) losses.push_back(trials[i].losses);
    std::vector<std::size_t> front = non_dominated(losses);
    std::vector<const std::vector<double>*> points;
    for (std::size_t& index : front) {
      index = left[index];
      points.push_back(&trials[index].losses);
    }
    for (const std::size_t k : greedy_cover(normalized_losses(points), std::min(front.size(), count - result.size()))) {
      result.push_back(front[k]);
    }
    std::erase_if(left, [&](std::size_t i) { return std::binary_search(front.begin(), front.end(), i); });
  }
  return result;
}

}  // namespace

std::vector<std::size_t> best_trials(const Observations& observations, std::size_t count) {
  const auto& trials = observations.trials();
  count = std::min(count, observations.usable());
  std::vector<std::size_t> result;
  if (observations.objectives() > 1) result = best_by_fronts(trials, count);
  if (result.size() == count) return result;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const bool taken = observations.objectives() > 1 && trials[i].standing.end == Standing::End::complete;
    if (!taken) order.push_back(i);
  }
  const auto missing = static_cast<std::ptrdiff_t>(count - result.size());
  std::partial_sort(order.begin(), order.begin() + missing, order.end(), [&](std::size_t a, std::size_t b) {
    return std::tie(trials[a].standing, a) < std::tie(trials[b].standing, b);
  });
  result.insert(result.end(), order.begin(), order.begin() + missing);
  return result;
}

}  // namespace vernier
