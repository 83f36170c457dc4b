#include "vernier/math/box_lbfgs.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

namespace vernier {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t lbfgs_memory = 8;

double dot(const Vector& a, const Vector& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

struct LbfgsPair {
  Vector step, change;
};

// -H g, restricted to the coordinates that are free.
Vector lbfgs_direction(const std::deque<LbfgsPair>& pairs, const Vector& gradient, const std::vector<bool>& free) {
  const auto restricted = [&](Vector v) {
    for (std::size_t i = 0; i < v.size(); ++i) v[i] = free[i] ? v[i] : 0;
    return v;
  };
  Vector direction = restricted(gradient);
  std::vector<double> factors;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
    const Vector step = restricted(pair->step), change = restricted(pair->change);
    const double curvature = dot(step, change);
    factors.push_back(curvature > 0 ? dot(step, direction) / curvature : 0);
    for (std::size_t i = 0; i < direction.size(); ++i) direction[i] -= factors.back() * change[i];
  }
  if (!pairs.empty()) {
    const Vector step = restricted(pairs.back().step), change = restricted(pairs.back().change);
    const double curvature = dot(step, change);
    if (curvature > 0) {
      for (double& value : direction) value *= curvature / dot(change, change);
    }
  }
  auto factor = factors.rbegin();
  for (const LbfgsPair& pair : pairs) {
    const Vector step = restricted(pair.step), change = restricted(pair.change);
    const double curvature = dot(step, change);
    const double back = curvature > 0 ? *factor - dot(change, direction) / curvature : 0;
    for (std::size_t i = 0; i < direction.size(); ++i) direction[i] += back * step[i];
    ++factor;
  }
  for (double& value : direction) value = -value;
  return direction;
}

}  // namespace

BoxMinimum minimize_in_box(const SmoothFunction& function, Vector start, std::span<const double> low,
                           std::span<const double> high, const BoxLbfgsOptions& options) {
  const std::size_t size = start.size();
  const auto project = [&](Vector& x) {
    for (std::size_t i = 0; i < size; ++i) x[i] = std::clamp(x[i], low[i], high[i]);
  };
  project(start);
  BoxMinimum best{.x = std::move(start)};
  Vector gradient(size);
  best.value = function(best.x, gradient);
  best.evaluations = 1;
  std::deque<LbfgsPair> pairs;
  std::vector<bool> free(size);
  while (std::isfinite(best.value) && best.evaluations < options.max_evaluations) {
    double largest = 0;
    for (std::size_t i = 0; i < size; ++i) {
      free[i] = gradient[i] > 0 ? best.x[i] > low[i] : best.x[i] < high[i];
      if (free[i]) largest = std::max(largest, std::abs(gradient[i]));
    }
    if (!(largest > options.tolerance)) break;
    Vector direction = lbfgs_direction(pairs, gradient, free);
    if (!(dot(direction, gradient) < 0)) {
      pairs.clear();
      direction = lbfgs_direction(pairs, gradient, free);
    }
    double length = 1;
    if (pairs.empty()) length = std::min(1.0, options.first_step / std::sqrt(dot(direction, direction)));
    bool moved = false;
    Vector next, next_gradient(size);
    while (best.evaluations < options.max_evaluations && length > 1e-12) {
      next = best.x;
      for (std::size_t i = 0; i < size; ++i) next[i] += length * direction[i];
      project(next);
      double slope = 0;
      for (std::size_t i = 0; i < size; ++i) slope += gradient[i] * (next[i] - best.x[i]);
      if (!(slope < 0)) break;
      const double value = function(next, next_gradient);
      ++best.evaluations;
      if (std::isfinite(value) && value <= best.value + 1e-4 * slope) {
        LbfgsPair pair{next, next_gradient};
        for (std::size_t i = 0; i < size; ++i) {
          pair.step[i] -= best.x[i];
          pair.change[i] -= gradient[i];
        }
        if (dot(pair.step, pair.change) > 1e-12 * dot(pair.change, pair.change)) pairs.push_back(std::move(pair));
        if (pairs.size() > lbfgs_memory) pairs.pop_front();
        moved = true;
        best.value = value;
        best.x = next;
        gradient = next_gradient;
        break;
      }
      // the minimum of the parabola through both values, within bounds
      const double fit = std::isfinite(value) ? -0.5 * slope / (value - best.value - slope) : 0.1;
      length *= std::clamp(fit, 0.1, 0.5);
    }
    if (!moved) {
      if (pairs.empty()) break;
      pairs.clear();  // once more along the gradient
    }
  }
  return best;
}

}  // namespace vernier
